import { z } from 'zod'
import { Actor } from './conversation-state.ts'
import { ConversationId } from './ids.ts'
import { Timestamp } from './page.ts'

export const NoteId = z.uuid().brand('NoteId')
export type NoteId = z.infer<typeof NoteId>

/** What the team says among itself in a conversation. Nobody sends it to the customer, and assistants are not shown it. */
export const Note = z
  .object({
    id: NoteId,
    conversationId: ConversationId,
    author: Actor,
    text: z.string(),
    createdAt: Timestamp,
    editedAt: Timestamp.nullable(),
  })
  .meta({ id: 'Note' })
export type Note = z.infer<typeof Note>

export const WriteNote = z.strictObject({ text: z.string().trim().min(1).max(10_000) })
export type WriteNote = z.infer<typeof WriteNote>
