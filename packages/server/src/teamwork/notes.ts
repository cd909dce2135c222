import type { Actor, Note, WorkspaceId } from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import { appendEvents } from '../events/append.ts'
import type { Queryable } from '../store/database.ts'
import { type NoteRow, toNote } from '../store/queries/list-notes.ts'
import { type LivingConversation, lockConversation } from './living-conversation.ts'

export interface NoteAsked {
  readonly workspaceId: WorkspaceId
  readonly conversationId: string
  readonly by: Actor
}

/** @returns null: the workspace has no such conversation */
export async function createNote(tx: Queryable, asked: NoteAsked & { readonly text: string }): Promise<Note | null> {
  const { workspaceId, conversationId, by, text } = asked
  const conversation = await lockConversation(tx, workspaceId, conversationId)
  if (!conversation) return null
  const { rows } = await tx.query<NoteRow>(
    `insert into conversation_notes (id, workspace_id, conversation_id, author_kind, author_id, author_name, text)
     values ($1, $2, $3, $4, $5, $6, $7) returning *`,
    [uuidv7(), workspaceId, conversation.id, by.kind, by.id, by.name, text],
  )
  return tell(tx, 'note.created', asked, conversation, rows)
}

export interface NoteChange extends NoteAsked {
  readonly noteId: string
  /** Whether they may change what others wrote. */
  readonly ofOthers: boolean
}

/** @returns null: there is no such note there; `'others'`: it is somebody else's */
export async function updateNote(
  tx: Queryable,
  change: NoteChange & { readonly text: string },
): Promise<Note | null | 'others'> {
  const found = await findNote(tx, change)
  if (found === null || found === 'others') return found
  const { rows } = await tx.query<NoteRow>(
    `update conversation_notes set text = $2, edited_at = now() where id = $1 returning *`,
    [change.noteId, change.text],
  )
  return tell(tx, 'note.updated', change, found, rows)
}

/** @returns as above; the note as it was */
export async function deleteNote(tx: Queryable, change: NoteChange): Promise<Note | null | 'others'> {
  const found = await findNote(tx, change)
  if (found === null || found === 'others') return found
  const { rows } = await tx.query<NoteRow>(`delete from conversation_notes where id = $1 returning *`, [change.noteId])
  return tell(tx, 'note.deleted', change, found, rows)
}

/** Also where it was written before its conversation was merged into this one. */
async function findNote(tx: Queryable, change: NoteChange): Promise<LivingConversation | null | 'others'> {
  const { workspaceId, conversationId, noteId, by, ofOthers } = change
  const conversation = await lockConversation(tx, workspaceId, conversationId)
  const { rows } = await tx.query<Pick<NoteRow, 'conversation_id' | 'author_id'>>(
    `select conversation_id, author_id from conversation_notes where workspace_id = $1 and id = $2 for update`,
    [workspaceId, noteId],
  )
  const [note] = rows
  if (!conversation || !note) return null
  const place = await lockConversation(tx, workspaceId, note.conversation_id)
  if (place?.id !== conversation.id) return null
  return ofOthers || note.author_id === by.id ? conversation : 'others'
}

/** Without the text: whoever may read it reads it. */
async function tell(
  tx: Queryable,
  type: 'note.created' | 'note.updated' | 'note.deleted',
  { workspaceId, by }: NoteAsked,
  conversation: LivingConversation,
  [row]: readonly NoteRow[],
): Promise<Note | null> {
  if (!row) return null
  const about = {
    accountId: conversation.account_id,
    contactId: conversation.contact_id,
    conversationId: conversation.id,
  }
  const data = { noteId: row.id, by: `${by.kind}:${by.name}` }
  await appendEvents(tx, [{ workspaceId, type, occurredAt: Date.now(), ...about, data }])
  return toNote(row)
}
