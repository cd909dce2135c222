import type { NewAuditRow } from '../store/audit-chain/append-rows.ts'
import type { AuditTargets } from '../store/audit-chain/encode-row.ts'
import type { AuditEntry } from './audit-entry.ts'
import { clean, redact } from './redact.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const uuids = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
/** Route patterns, tools, our own addresses. */
const plainTarget = /^[A-Za-z][\w /:.{}*-]*$/
const mostTargets = 20

/**
 * The row of an entry. What its hash holds for good names nobody: ids of ours, routes and tools as we call them. The rest (a
 * phone number in an address, a tool that does not exist) goes beside, where it can be erased.
 */
export function auditRowOf(entry: AuditEntry): NewAuditRow {
  const target = shortened(entry.target)
  const subject = entry.subject == null ? null : shortened(entry.subject)
  const isPlain = plainTarget.test(target) && !/\d{5}/.test(target.replaceAll(uuids, ''))
  const isOurs = subject === null || uuid.test(subject)
  const label = [isPlain ? null : target, isOurs ? null : subject].filter((part) => part !== null).join(' ')
  const optional = (text: string | null | undefined) => (text == null ? null : shortened(text))
  return {
    workspaceId: entry.workspaceId,
    actorKind: entry.actorKind,
    actor: shortened(entry.actor),
    clientName: optional(entry.client?.name),
    clientVersion: optional(entry.client?.version),
    interface: entry.interface,
    action: entry.action,
    target: isPlain ? target : 'other',
    subject: isOurs ? subject : null,
    targets: targetsOf(entry),
    label: label === '' ? null : label,
    arguments: entry.arguments === undefined ? null : redact(entry.arguments),
    outcome: entry.outcome,
    status: entry.status ?? null,
    address: optional(entry.address),
    requestId: optional(entry.requestId),
    approvalId: entry.approvalId != null && uuid.test(entry.approvalId) ? entry.approvalId : null,
  }
}

const kinds = ['account', 'contact', 'conversation', 'message'] as const

/** What the entry says it was about, and what its arguments name by id. */
function targetsOf({ targets = {}, arguments: args }: AuditEntry): AuditTargets | null {
  const found: Partial<Record<keyof AuditTargets, string[]>> = {}
  for (const kind of kinds) {
    const key = `${kind}Ids` as const
    const ids = new Set(targets[key]?.filter((id) => uuid.test(id)))
    for (const name of [`${kind}Id`, `${kind}_id`, `${kind}Ids`]) for (const id of idsIn(args, name)) ids.add(id)
    if (ids.size > 0) found[key] = [...ids].slice(0, mostTargets)
  }
  return Object.keys(found).length > 0 ? found : null
}

function idsIn(args: unknown, name: string): string[] {
  if (typeof args !== 'object' || args === null) return []
  const value: unknown = (args as Record<string, unknown>)[name] // an object: it has this member or not
  if (value === undefined) return []
  return [value].flat().filter((id): id is string => typeof id === 'string' && uuid.test(id))
}

function shortened(text: string): string {
  return clean(text.slice(0, 500))
}
