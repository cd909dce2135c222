import type { Conversation, Message } from '@switchboard/contract'
import { type RawBuilder, sql } from 'kysely'
import type { ConversationsTable } from '../schema/conversations.ts'
import { type ContactSummaryRow, contactSummary } from './contact-summary.ts'
import { toTimestamp } from './message-row.ts'

/** A conversation with its person and newest message, as `conversationColumns` selects it. */
export interface ConversationRow
  extends Pick<
    ConversationsTable,
    'id' | 'account_id' | 'group_id' | 'subject' | 'last_message_at' | 'last_inbound_at'
  > {
  readonly kind: Conversation['kind']
  readonly contact: ContactSummaryRow | null
  readonly last_message: Pick<Message, 'id' | 'direction' | 'type' | 'text' | 'sentAt'> | null
}

/** What conversations are sorted by; the expression of the index `conversations_recent`. */
export const activityOf: RawBuilder<Date> = sql<Date>`coalesce(c.last_message_at, timestamptz '1970-01-01 00:00:00+00')`

/**
 * Columns of `conversations c`. The newest message is sought from `last_message_at` downwards: placeholders (known from
 * receipts alone) may be many above it, and a conversation's list must not read them all.
 */
export const conversationColumns: RawBuilder<unknown> = sql`
  c.id, c.account_id, c.kind, c.group_id, c.subject, c.last_message_at, c.last_inbound_at,
  ${contactSummary(sql`c.contact_id`)} as contact,
  (select json_build_object('id', m.id, 'direction', m.direction, 'type', m.type, 'text', m.text, 'sentAt', m.sent_at)
    from messages m
    where m.conversation_id = c.id and m.sent_at <= c.last_message_at and m.source_rank > 0
    order by m.sent_at desc, m.id desc limit 1) as last_message`

const dayMs = 24 * 60 * 60 * 1000

export function toConversation(row: ConversationRow): Conversation {
  const { last_message: last, last_inbound_at: inbound } = row
  return {
    id: row.id,
    accountId: row.account_id,
    kind: row.kind,
    contact: row.contact,
    groupId: row.group_id,
    subject: row.subject,
    lastMessage: last === null ? null : { ...last, sentAt: new Date(last.sentAt).toISOString() },
    lastMessageAt: toTimestamp(row.last_message_at),
    lastInboundAt: toTimestamp(inbound),
    // Groups have no service window.
    windowClosesAt:
      row.kind === 'direct' && inbound !== null ? new Date(inbound.getTime() + dayMs).toISOString() : null,
  }
}
