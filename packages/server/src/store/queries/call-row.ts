import type { Call } from '@switchboard/contract'
import { type RawBuilder, sql } from 'kysely'
import type { CallsTable } from '../schema/calls.ts'
import { type ContactSummaryRow, contactSummary } from './contact-summary.ts'
import { toTimestamp } from './message-row.ts'

export interface CallRow
  extends Pick<
    CallsTable,
    | 'id'
    | 'account_id'
    | 'conversation_id'
    | 'provider_call_id'
    | 'outcome'
    | 'started_at'
    | 'ended_at'
    | 'duration_seconds'
    | 'first_event_at'
    | 'last_event_at'
  > {
  readonly direction: Call['direction']
  readonly state: Call['state']
  readonly contact: ContactSummaryRow | null
}

/** Columns of `calls k`. */
export const callColumns: RawBuilder<unknown> = sql`
  k.id, k.account_id, k.conversation_id, k.provider_call_id, k.direction, k.state, k.outcome, k.started_at, k.ended_at,
  k.duration_seconds, k.first_event_at, k.last_event_at, ${contactSummary(sql`k.contact_id`)} as contact`

export function toCall(row: CallRow): Call {
  return {
    id: row.id,
    accountId: row.account_id,
    conversationId: row.conversation_id,
    contact: row.contact,
    providerCallId: row.provider_call_id,
    direction: row.direction,
    state: row.state,
    outcome: row.outcome,
    startedAt: toTimestamp(row.started_at),
    endedAt: toTimestamp(row.ended_at),
    durationSeconds: row.duration_seconds,
    firstEventAt: row.first_event_at.toISOString(),
    lastEventAt: row.last_event_at.toISOString(),
  }
}
