import type { ConversationCore, WorkspaceId } from '@switchboard/contract'
import { type RawBuilder, sql } from 'kysely'
import { normaliseText } from '../../../search/normalise-text.ts'
import type { Database } from '../../../store/database.ts'
import {
  type ConversationRow,
  conversationColumns,
  conversationJoins,
  toConversation,
} from '../../../store/queries/conversation-row.ts'
import type { Chat } from './jid.ts'

export interface FindChatsArgs {
  /** Part of a name, a subject or a JID. */
  readonly query?: string | undefined
  readonly chat?: Chat | undefined
  /** With a person: also the groups that they are in. */
  readonly withGroups?: boolean
  readonly sortBy?: 'last_active' | 'name'
  readonly limit: number
  readonly offset: number
}

/** Conversations by offset, as the older tools page. */
export async function findChats(
  db: Database,
  workspaceId: WorkspaceId,
  args: FindChatsArgs,
): Promise<ConversationCore[]> {
  const conditions = [sql`c.workspace_id = ${workspaceId}`, sql`c.merged_into is null`, ...conditionsOf(args)]
  const order =
    args.sortBy === 'name'
      ? sql`lower(coalesce(p.custom_name, p.address_book_name, p.profile_name, c.subject)) nulls last, c.id`
      : sql`c.last_message_at desc nulls last, c.id desc`
  const { rows } = await sql<ConversationRow>`
    with page as materialized (
      select c.id, row_number() over (order by ${order}) as place
      from conversations c left join contacts p on p.id = c.contact_id
      where ${sql.join(conditions, sql` and `)}
      order by place limit ${args.limit} offset ${args.offset})
    select ${conversationColumns} from page join conversations c on c.id = page.id ${conversationJoins}
    order by page.place`.execute(db)
  return rows.map(toConversation)
}

function conditionsOf({ query, chat, withGroups }: FindChatsArgs): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = []
  if (chat?.kind === 'group') conditions.push(sql`c.group_id = any(${[...chat.groupIds]}::text[])`)
  if (chat?.kind === 'person') {
    const direct = sql`c.contact_id = ${chat.contactId}`
    const groups = sql`c.id in (select conversation_id from group_participants where contact_id = ${chat.contactId}
      union select conversation_id from messages where contact_id = ${chat.contactId})`
    conditions.push(withGroups ? sql`(${direct} or ${groups})` : direct)
  }
  if (query) {
    const name = `%${escapeLike(normaliseText(query))}%`
    const verbatim = `%${escapeLike(query)}%`
    const digits = query.replace(/@.*$/, '').replace(/\D/g, '')
    conditions.push(sql`(p.search_text like ${name} or c.subject ilike ${verbatim} or c.group_id like ${verbatim}
      ${digits === '' ? sql`` : sql`or exists (select 1 from identities i where i.contact_id = c.contact_id and i.value like ${`%${digits}%`})`})`)
  }
  return conditions
}

export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, String.raw`\$&`)
}
