import type { Message, MessageId, WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { getMessagesInOrder } from './get-messages-by-ids.ts'

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

/** Null: this workspace has no such message. Two queries, each side a short walk along the conversation's index. */
export async function getMessageContext(
  db: Database,
  workspaceId: WorkspaceId,
  args: MessageContextArgs,
): Promise<MessageContext | null> {
  const { rows } = await sql<{ id: MessageId; side: number }>`
    with target as (
      select id, conversation_id, sent_at from messages where id = ${args.messageId} and workspace_id = ${workspaceId}
    )
    (select m.id, -1 as side, m.sent_at from target t join lateral (
       select id, sent_at from messages where conversation_id = t.conversation_id and (sent_at, id) < (t.sent_at, t.id)
       order by sent_at desc, id desc limit ${neighbours(args.before)}) m on true)
    union all (select id, 0, sent_at from target)
    union all (select m.id, 1, m.sent_at from target t join lateral (
       select id, sent_at from messages where conversation_id = t.conversation_id and (sent_at, id) > (t.sent_at, t.id)
       order by sent_at, id limit ${neighbours(args.after)}) m on true)
    order by sent_at, id`.execute(db)
  const messages = await getMessagesInOrder(
    db,
    workspaceId,
    rows.map((row) => row.id),
  )
  const at = messages.findIndex((message) => message.id === args.messageId)
  const message = messages[at]
  return message === undefined ? null : { before: messages.slice(0, at), message, after: messages.slice(at + 1) }
}

function neighbours(count: number): number {
  return Math.min(Math.max(Math.trunc(count), 0), mostNeighbours)
}
