import { takeRandom } from '../../random-stock.ts'
import type { Queryable } from '../database.ts'
import {
  type AuditContent,
  type AuditDetails,
  auditFormat,
  chainOfNobody,
  contentDigest,
  detailsDigest,
} from './encode-row.ts'
import { nextRowId } from './row-id.ts'

/** A row as it is to be written, before it has a place in its chain. */
export interface NewAuditRow extends Omit<AuditContent, 'id' | 'at' | 'detailsDigest'>, AuditDetails {
  readonly workspaceId: string | null
}

export interface PreparedAuditRow {
  readonly id: string
  readonly chain: string
  /** `contentDigest`, in hex. */
  readonly content: string
  /** In the database's own names. */
  readonly columns: Readonly<Record<string, unknown>>
}

/** Gives a row its id, its time and its digests: all of its hash that does not depend on its place. */
export function prepareAuditRow(row: NewAuditRow, now = new Date()): PreparedAuditRow {
  const { workspaceId, label, arguments: args, ...said } = row
  const milliseconds = now.toISOString()
  const salt = label === null && (args === null || args === undefined) ? null : takeRandom(16)
  const digest = salt && detailsDigest(salt, { label, arguments: args })
  const content: AuditContent = {
    ...said,
    id: nextRowId(),
    at: `${milliseconds.slice(0, -1)}000Z`,
    detailsDigest: digest,
  }
  const columns = {
    id: content.id,
    workspace_id: workspaceId,
    at: milliseconds,
    actor_kind: content.actorKind,
    actor: content.actor,
    client_name: content.clientName,
    client_version: content.clientVersion,
    interface: content.interface,
    action: content.action,
    target: content.target,
    subject: content.subject,
    targets: content.targets,
    outcome: content.outcome,
    status: content.status,
    address: content.address,
    request_id: content.requestId,
    approval_id: content.approvalId,
    label,
    arguments: args ?? null,
    salt: salt && bytes(salt),
    details_digest: digest && bytes(digest),
    format: auditFormat,
  }
  const digestOfContent = contentDigest(content).toString('hex')
  return { id: content.id, chain: workspaceId ?? chainOfNobody, content: digestOfContent, columns }
}

/**
 * Adds rows at the ends of their workspaces' chains, in one statement: each chain's head is locked from here to the commit, in
 * the order of their ids, so that any number of processes append to one chain without a deadlock.
 */
export async function appendAuditRows(db: Queryable, rows: readonly PreparedAuditRow[]): Promise<void> {
  const chains = Map.groupBy(rows, ({ chain }) => chain)
  const batch = [...chains.keys()].toSorted().map((chain) => {
    const own = chains.get(chain) ?? []
    return { chain, contents: own.map(({ content }) => content), rows: own.map(({ columns }) => columns) }
  })
  // One parameter for any number of rows: one prepared shape, no limit of 65,535 parameters.
  await db.query({ name: 'audit', text: 'select audit_append($1::jsonb)', values: [JSON.stringify(batch)] })
}

/** Bytea as JSON carries it to Postgres. */
function bytes(value: Buffer): string {
  return `\\x${value.toString('hex')}`
}
