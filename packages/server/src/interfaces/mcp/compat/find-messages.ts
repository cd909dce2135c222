import type { Message, MessageId, WorkspaceId } from '@switchboard/contract'
import { type RawBuilder, sql } from 'kysely'
import { normaliseText } from '../../../search/normalise-text.ts'
import type { Database } from '../../../store/database.ts'
import { getMessagesInOrder } from '../../../store/queries/get-messages-by-ids.ts'
import { escapeLike } from './find-chats.ts'
import type { Chat } from './jid.ts'

export interface FindMessagesArgs {
  readonly chat?: Chat | undefined
  readonly sender?: Chat | undefined
  /** Part of the text. */
  readonly query?: string | undefined
  /** ISO 8601 with offset; both exclusive. */
  readonly after?: string | undefined
  readonly before?: string | undefined
  readonly limit: number
  readonly offset: number
}

/** Messages, newest first, by offset. Sent ones too: whoever reads must see what was answered already. */
export async function findMessages(db: Database, workspaceId: WorkspaceId, args: FindMessagesArgs): Promise<Message[]> {
  const { rows } = await sql<{ id: MessageId }>`
    select m.id from messages m where ${sql.join(conditionsOf(workspaceId, args), sql` and `)}
    order by m.sent_at desc, m.id desc limit ${args.limit} offset ${args.offset}`.execute(db)
  return getMessagesInOrder(
    db,
    workspaceId,
    rows.map((row) => row.id),
  )
}

function conditionsOf(workspaceId: WorkspaceId, args: FindMessagesArgs): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [sql`m.workspace_id = ${workspaceId}`]
  const { chat, sender, query, after, before } = args
  if (chat) {
    const which =
      chat.kind === 'group' ? sql`group_id = any(${[...chat.groupIds]}::text[])` : sql`contact_id = ${chat.contactId}`
    conditions.push(sql`m.conversation_id in (
      select id from conversations where workspace_id = ${workspaceId} and merged_into is null and ${which})`)
  }
  if (sender?.kind === 'person') conditions.push(sql`m.contact_id = ${sender.contactId} and m.direction = 'inbound'`)
  if (query) conditions.push(sql`m.search_text like ${`%${escapeLike(normaliseText(query))}%`}`)
  if (after) conditions.push(sql`m.sent_at > ${after}::timestamptz`)
  if (before) conditions.push(sql`m.sent_at < ${before}::timestamptz`)
  return conditions
}
