import type { ConversationId, Note, NoteId } from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { conversationFamily } from './list-conversation-changes.ts'

const most = 500

/** The notes of a conversation and of those that were merged into it; the newest first. */
export async function listNotes(db: Database, conversationId: ConversationId): Promise<Note[]> {
  const { rows } = await sql<NoteRow>`
    select n.* from conversation_notes n
    where n.conversation_id in (${conversationFamily(conversationId)}) order by n.id desc limit ${sql.lit(most)}`.execute(
    db,
  )
  return rows.map(toNote)
}

export interface NoteRow {
  readonly id: NoteId
  readonly conversation_id: ConversationId
  readonly author_kind: string
  readonly author_id: string
  readonly author_name: string
  readonly text: string
  readonly created_at: Date
  readonly edited_at: Date | null
}

export function toNote(row: NoteRow): Note {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    author: { kind: row.author_kind, id: row.author_id, name: row.author_name },
    text: row.text,
    createdAt: row.created_at.toISOString(),
    editedAt: row.edited_at?.toISOString() ?? null,
  }
}
