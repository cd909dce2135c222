import type {
  AccountId,
  Broadcast,
  BroadcastId,
  BroadcastState,
  OutboundContent,
  WorkspaceId,
} from '@switchboard/contract'
import type { Caller } from '../outbox/caller.ts'
import { fingerprintOf } from '../outbox/request-fingerprint.ts'

export interface BroadcastRow {
  readonly id: BroadcastId
  readonly workspace_id: WorkspaceId
  readonly account_id: AccountId
  readonly name: string
  readonly state: BroadcastState
  readonly content: OutboundContent
  readonly per_second: number | null
  readonly start_at: Date | null
  readonly created_by: unknown
  readonly started_by: StartedBy | null
  readonly decided_by: string | null
  readonly next_position: number
  readonly uploading: boolean
  readonly queued_position: number
  readonly checked_position: number
  readonly verdicts: Readonly<Record<string, number>> | null
  readonly checked_at: Date | null
  readonly pending: number
  readonly queued: number
  readonly refused: number
  readonly invalid: number
  readonly duplicate: number
  readonly cancelled: number
  readonly problems: Readonly<Record<string, number>>
  readonly fault: { readonly code: string; readonly reason: string } | null
  readonly attempts: number
  readonly paced_until: Date | null
  readonly progress_at: Date | null
  readonly created_at: Date
  readonly started_at: Date | null
  readonly finished_at: Date | null
}

/** Who started it, as the gate is asked for each of its messages. */
export type StartedBy = Pick<Caller, 'kind' | 'id' | 'name' | 'assistant' | 'policy' | 'reach' | 'cap'>

/** Of a row named `b`. */
export const broadcastColumns = /* sql */ `
  b.id, b.workspace_id, b.account_id, b.name, b.state, b.content, b.per_second, b.start_at, b.created_by, b.started_by, b.decided_by,
  b.next_position, b.upload_id is not null and b.upload_expires_at > now() as uploading, b.queued_position, b.checked_position,
  b.verdicts, b.checked_at, b.pending, b.queued, b.refused, b.invalid, b.duplicate, b.cancelled, b.problems, b.fault, b.attempts,
  b.paced_until, b.progress_at, b.created_at, b.started_at, b.finished_at`

/** Whom a credential reaches is not told to all who see the broadcast. */
function shown({ kind, id, name, assistant, policy }: StartedBy): object {
  return { kind, id, name, assistant, policy }
}

export function toBroadcast(row: BroadcastRow): Broadcast {
  const { pending, queued, refused, invalid, duplicate, cancelled } = row
  const total = row.next_position - 1
  return {
    id: row.id,
    name: row.name,
    accountId: row.account_id,
    state: row.state,
    content: row.content,
    perSecond: row.per_second,
    startAt: row.start_at?.toISOString() ?? null,
    recipients: { total, pending, queued, refused, invalid, duplicate, cancelled },
    problems: row.problems,
    check: checkOf(row),
    fault: row.fault,
    fingerprint: fingerprintOfBroadcast(row),
    createdBy: row.created_by,
    startedBy: row.started_by && shown(row.started_by),
    decidedBy: row.decided_by,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
  }
}

/** Names what a person says yes to. A list only grows while it is a draft, so its length stands for it. */
export function fingerprintOfBroadcast({
  id,
  content,
  account_id: accountId,
  next_position: next,
}: BroadcastRow): string {
  return fingerprintOf({ id, content, accountId, next })
}

function checkOf({ verdicts, checked_at: at }: BroadcastRow): Broadcast['check'] {
  if (verdicts === null) return null
  const { allow: allowed = 0, ...refused } = verdicts
  const checked = Object.values(verdicts).reduce((sum, count) => sum + count, 0)
  return { checked, allowed, refused, finishedAt: at?.toISOString() ?? null }
}
