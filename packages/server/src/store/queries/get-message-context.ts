import type { Message, MessageId, WorkspaceId } from '@switchboard/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database.ts'
import { prepared } from '../prepared-statements.ts'
import { type MessageRow, messageColumns, toMessage } from './message-row.ts'

export interface MessageContextArgs {
  readonly messageId: MessageId
  /** How many messages of the same conversation to give on each side; 0 to 100. */
  readonly before: number
  readonly after: number
}

/** A message with its neighbours in the conversation; all oldest first. */
export interface MessageContext {
  readonly before: Message[]
  readonly message: Message
  readonly after: Message[]
}

const mostNeighbours = 100

/** Null: this workspace has no such message. Each side is a short walk along the conversation's index. */
export async function getMessageContext(
  db: Database,
  workspaceId: WorkspaceId,
  args: MessageContextArgs,
): Promise<MessageContext | null> {
  const { rows } = await sql<MessageRow>`${prepared}
    with target as (
      select id, conversation_id, sent_at from messages where id = ${args.messageId} and workspace_id = ${workspaceId}
    ), found as materialized (
      (select m.id from target t join lateral (
         select id from messages where conversation_id = t.conversation_id and (sent_at, id) < (t.sent_at, t.id)
         order by sent_at desc, id desc limit ${neighbours(args.before)}) m on true)
      union all (select id from target)
      union all (select m.id from target t join lateral (
         select id from messages where conversation_id = t.conversation_id and (sent_at, id) > (t.sent_at, t.id)
         order by sent_at, id limit ${neighbours(args.after)}) m on true))
    select ${messageColumns} from found join messages m on m.id = found.id
    order by m.sent_at, m.id`.execute(db)
  const messages = rows.map(toMessage)
  const at = messages.findIndex((message) => message.id === args.messageId)
  const message = messages[at]
  return message === undefined ? null : { before: messages.slice(0, at), message, after: messages.slice(at + 1) }
}

function neighbours(count: number): RawBuilder<number> {
  return sql.lit(Math.min(Math.max(Math.trunc(count), 0), mostNeighbours))
}
