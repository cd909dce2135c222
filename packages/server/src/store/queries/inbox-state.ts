import type { inboxStates } from '@switchboard/contract'
import { type RawBuilder, sql } from 'kysely'

/** pending: not projected yet; projected; parked: could not be projected, the reason is beside it. */
export type InboxState = (typeof inboxStates)[number]

/** A raw body as lists show it: everything but the body. */
export interface InboxItem {
  readonly seq: number
  readonly receivedAt: string
  readonly transport: string
  readonly shard: number
  readonly bytes: number
  readonly sha256: string
  readonly state: InboxState
  /** When its text was removed on a person's wish. */
  readonly redactedAt: string | null
  readonly parked: {
    readonly reason: string
    readonly detail: string | null
    readonly attempts: number
    readonly parkedAt: string
    readonly lastAttemptAt: string
  } | null
}

export interface InboxItemRow {
  readonly seq: number
  readonly received_at: Date
  readonly transport: string
  readonly shard: number
  readonly bytes: number
  readonly sha256: string
  readonly redacted_at: Date | null
  readonly state: InboxState
  readonly reason: string | null
  readonly detail: string | null
  readonly attempts: number
  readonly parked_at: Date
  readonly last_attempt_at: Date
}

/** Columns of `inbox i left join inbox_cursors c left join inbox_parked p`. */
export const inboxColumns: RawBuilder<unknown> = sql`
  i.seq, i.received_at, i.transport, i.shard, octet_length(i.body) as bytes, encode(i.body_sha256, 'hex') as sha256,
  i.redacted_at, p.reason, p.detail, p.attempts, p.parked_at, p.last_attempt_at,
  case when p.seq is not null then 'parked' when i.seq > coalesce(c.seq, 0) then 'pending' else 'projected' end as state`

export function toInboxItem(row: InboxItemRow): InboxItem {
  return {
    seq: row.seq,
    receivedAt: row.received_at.toISOString(),
    transport: row.transport,
    shard: row.shard,
    bytes: row.bytes,
    sha256: row.sha256,
    state: row.state,
    redactedAt: row.redacted_at?.toISOString() ?? null,
    parked:
      row.reason === null
        ? null
        : {
            reason: row.reason,
            detail: row.detail,
            attempts: row.attempts,
            parkedAt: row.parked_at.toISOString(),
            lastAttemptAt: row.last_attempt_at.toISOString(),
          },
  }
}
