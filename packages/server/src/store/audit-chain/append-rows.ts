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
  /** `contentDigest`, as bytea is written. */
  readonly content: string
  /** As `audit_entry`, a type of the database, is written. */
  readonly entry: string
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
  // In the order of the type's fields.
  const { actorKind, actor, clientName, clientVersion, action, target, subject, outcome } = content
  const entry = recordText([
    ...[content.id, workspaceId, milliseconds, actorKind, actor, clientName, clientVersion, content.interface],
    ...[action, target, subject, jsonText(content.targets), outcome, content.status, content.address],
    ...[content.requestId, content.approvalId, label, jsonText(args)],
    ...[salt && bytes(salt), digest && bytes(digest), auditFormat],
  ])
  const digestOfContent = bytes(contentDigest(content))
  return { id: content.id, chain: workspaceId ?? chainOfNobody, content: digestOfContent, entry }
}

/**
 * Adds rows at the ends of their workspaces' chains, in one statement: each chain's head is locked from here to the commit, in
 * the order of their ids, so that any number of processes append to one chain without a deadlock.
 */
export async function appendAuditRows(db: Queryable, rows: readonly PreparedAuditRow[]): Promise<void> {
  const chains = Map.groupBy(rows, ({ chain }) => chain)
  const parts = [...chains].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const inOrder = parts.flatMap(([, own]) => own)
  // Few parameters for any number of rows: one prepared shape, no limit of 65,535 parameters.
  await db.query({
    name: 'audit',
    text: 'select audit_append($1::uuid[], $2::integer[], $3::bytea[], $4::audit_entry[])',
    values: [
      arrayText(parts.map(([chain]) => chain)),
      arrayText(parts.map(([, own]) => String(own.length))),
      arrayText(inOrder.map(({ content }) => content)),
      arrayText(inOrder.map(({ entry }) => entry)),
    ],
  })
}

/** A record as Postgres reads it: what is not there is null, an empty text is quoted. */
function recordText(values: readonly (string | number | null)[]): string {
  return `(${values.map((value) => (value === null ? '' : fieldText(String(value)))).join()})`
}

/** Most are ids and names of ours, which mean nothing else. */
function fieldText(text: string): string {
  return plainField.test(text) ? text : quoted(text)
}

const plainField = /^[\w.:/-]+$/

/** An array as Postgres reads it. */
function arrayText(values: readonly string[]): string {
  return `{${values.map(quoted).join()}}`
}

/** Within quotes only they themselves and backslashes mean something. */
function quoted(text: string): string {
  return `"${needsEscape.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`
}

const needsEscape = /["\\]/

function jsonText(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value)
}

/** Bytea as it is written in text. */
function bytes(value: Buffer): string {
  return `\\x${value.toString('hex')}`
}
