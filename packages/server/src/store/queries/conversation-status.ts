import type { ConversationStatus } from '@switchboard/contract'
import { type RawBuilder, sql } from 'kysely'

/**
 * What became of `conversations c` by now. A status that somebody set holds until the customer writes again, or its time is over;
 * nothing has to happen at that moment, and messages may be projected in any order.
 */
export const statusOf: RawBuilder<ConversationStatus> = sql<ConversationStatus>`(case
  when c.set_status is null or c.last_inbound_at > coalesce(c.status_inbound_at, '-infinity') then 'open'
  when c.snoozed_until <= now() then 'open'
  else c.set_status end)`

/** Whether the newest message of `conversations c` is the customer's. */
export const unansweredOf: RawBuilder<boolean> = sql<boolean>`coalesce(c.last_inbound_at >= c.last_message_at, false)`
