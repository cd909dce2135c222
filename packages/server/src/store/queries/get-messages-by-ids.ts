import type { Message, MessageId, WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { prepared } from '../prepared-statements.ts'
import { type MessageRow, messageColumns, toMessage } from './message-row.ts'

/** The messages of these ids that the workspace has, in one query; ids that are unknown or erased are just not in the map. */
export async function getMessagesByIds(
  db: Database,
  workspaceId: WorkspaceId,
  ids: readonly MessageId[],
): Promise<Map<MessageId, Message>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<MessageRow>`${prepared}
    select ${messageColumns} from messages m
    where m.workspace_id = ${workspaceId} and m.id = any(${[...ids]}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, toMessage(row)]))
}

/** The same, in the order of `ids`. */
export async function getMessagesInOrder(
  db: Database,
  workspaceId: WorkspaceId,
  ids: readonly MessageId[],
): Promise<Message[]> {
  const found = await getMessagesByIds(db, workspaceId, ids)
  return ids.flatMap((id) => found.get(id) ?? [])
}
