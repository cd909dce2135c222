import type { ContactId, ConversationCore } from '@switchboard/contract'
import { type RawBuilder, sql } from 'kysely'
import { type ConversationRow, newestMessage, windowAfter } from './conversation-row.ts'
import { cursorInstantOf, isoOf, isoOrNull } from './instant-text.ts'
import { onFirstRow, type People, type PersonTuple, peopleOfPage, readPeople } from './page-people.ts'

/** A row of `readConversationPage`. Times as Postgres writes them. */
export interface ConversationPageRow
  extends Pick<
    ConversationRow,
    | ('id' | 'account_id' | 'kind' | 'group_id' | 'subject' | 'policy')
    | ('last_id' | 'last_direction' | 'last_type' | 'last_text')
  > {
  readonly contact_id: ContactId | null
  readonly last_message_at: string | null
  readonly last_inbound_at: string | null
  readonly last_sent_at: string
  /** What the page is sorted by. */
  readonly key: string
  /** On the first row: who they all are. */
  readonly people: PersonTuple[] | null
}

/** What a page's CTE selects of `conversations c`, with what it is sorted by: each is read once, as it is found. */
export function conversationPageColumns(key: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`c.id, c.account_id, c.kind, c.group_id, c.subject, c.last_message_at, c.last_inbound_at, c.policy, c.contact_id,
    ${key} as key`
}

const page = sql.raw('page')

/** The end of a statement that begins with the CTE `page` (of `conversationPageColumns`): with the newest message of each, and its person. */
export const readConversationPage: RawBuilder<unknown> = sql`
  select c.id, c.account_id, c.kind, c.group_id, c.subject, c.last_message_at::text, c.last_inbound_at::text, c.policy, c.contact_id,
    last.id as last_id, last.direction as last_direction, last.type as last_type, last.text as last_text,
    last.sent_at::text as last_sent_at, c.key::text,
    ${onFirstRow(page, sql`c.id`, peopleOfPage(sql`array(select contact_id from page)`))} as people
  from page c ${newestMessage} order by c.key desc, c.id desc`

/** A conversation and its place in the list, as cursors carry it. */
export interface PlacedConversation {
  readonly conversation: ConversationCore
  readonly at: string
}

export function toConversations(rows: readonly ConversationPageRow[]): PlacedConversation[] {
  const people = readPeople(rows.find((row) => row.people !== null)?.people ?? null)
  return rows.map((row) => ({ conversation: conversationOf(row, people), at: cursorInstantOf(row.key) }))
}

function conversationOf(row: ConversationPageRow, people: People): ConversationCore {
  const lastInboundAt = isoOrNull(row.last_inbound_at)
  return {
    id: row.id,
    accountId: row.account_id,
    kind: row.kind,
    contact: row.contact_id === null ? null : (people.get(row.contact_id) ?? null),
    groupId: row.group_id,
    subject: row.subject,
    lastMessage:
      row.last_id === null
        ? null
        : {
            id: row.last_id,
            direction: row.last_direction,
            type: row.last_type,
            text: row.last_text,
            sentAt: isoOf(row.last_sent_at),
          },
    lastMessageAt: isoOrNull(row.last_message_at),
    lastInboundAt,
    windowClosesAt: windowAfter(row.kind, lastInboundAt),
    policy: row.policy,
  }
}
