import type { ContactId, ConversationCore, Message, MessageId } from '@switchboard/contract'
import { type RawBuilder, sql } from 'kysely'
import type { ConversationsTable } from '../schema/conversations.ts'
import { type ContactSummaryRow, newestPhone } from './contact-summary.ts'
import { dayAfter } from './instant-text.ts'
import { toTimestamp } from './message-row.ts'

/** A conversation with its person and newest message, as `conversationColumns` select it over `conversationJoins`. */
export interface ConversationRow
  extends Pick<
    ConversationsTable,
    'id' | 'account_id' | 'group_id' | 'subject' | 'last_message_at' | 'last_inbound_at' | 'policy'
  > {
  readonly kind: ConversationCore['kind']
  readonly person_id: ContactId | null
  readonly person_name: string | null
  readonly person_phone: string | null
  readonly person_username: string | null
  readonly last_id: MessageId | null
  readonly last_direction: Message['direction']
  readonly last_type: string
  readonly last_text: string | null
  readonly last_sent_at: Date
}

/** What conversations are sorted by; the expression of the index `conversations_recent`. */
export const activityOf: RawBuilder<Date> = sql<Date>`coalesce(c.last_message_at, timestamptz '1970-01-01 00:00:00+00')`

/** Columns of `conversations c` with `conversationJoins`. As plain columns: JSON made of them costs a third more. */
export const conversationColumns: RawBuilder<unknown> = sql`
  c.id, c.account_id, c.kind, c.group_id, c.subject, c.last_message_at, c.last_inbound_at, c.policy,
  person.id as person_id, coalesce(person.custom_name, person.address_book_name, person.profile_name) as person_name,
  ${newestPhone(sql`person.id`)} as person_phone, person.username as person_username,
  last.id as last_id, last.direction as last_direction, last.type as last_type, last.text as last_text,
  last.sent_at as last_sent_at`

/**
 * The newest message of `conversations c`. It is sought from `last_message_at` downwards: placeholders (known from receipts
 * alone) may be many above it, and a conversation's list must not read them all.
 */
export const newestMessage: RawBuilder<unknown> = sql`
  left join lateral (
    select m.id, m.direction, m.type, m.text, m.sent_at from messages m
    where m.conversation_id = c.id and m.sent_at <= c.last_message_at and m.source_rank > 0
    order by m.sent_at desc, m.id desc limit 1) last on true`

/** The person and the newest message of `conversations c`. */
export const conversationJoins: RawBuilder<unknown> = sql`
  left join contacts person on person.id = c.contact_id ${newestMessage}`

export function toConversation(row: ConversationRow): ConversationCore {
  const { last_inbound_at: inbound } = row
  return {
    id: row.id,
    accountId: row.account_id,
    kind: row.kind,
    contact: personOf(row),
    groupId: row.group_id,
    subject: row.subject,
    lastMessage: lastMessageOf(row),
    lastMessageAt: toTimestamp(row.last_message_at),
    lastInboundAt: toTimestamp(inbound),
    windowClosesAt: windowAfter(row.kind, toTimestamp(inbound)),
    policy: row.policy,
  }
}

/** When the service window closes that a person's last message opened; groups have none. */
export function windowAfter(kind: ConversationCore['kind'], inbound: string | null): string | null {
  return kind === 'direct' && inbound !== null ? dayAfter(inbound) : null
}

function personOf(row: ConversationRow): ContactSummaryRow | null {
  if (row.person_id === null) return null
  return { id: row.person_id, name: row.person_name, phone: row.person_phone, username: row.person_username }
}

function lastMessageOf(row: ConversationRow): ConversationCore['lastMessage'] {
  if (row.last_id === null) return null
  return {
    id: row.last_id,
    direction: row.last_direction,
    type: row.last_type,
    text: row.last_text,
    sentAt: row.last_sent_at.toISOString(),
  }
}
