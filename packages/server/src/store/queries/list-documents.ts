import type { ConversationId, MediaId, WorkspaceId } from '@switchboard/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database.ts'
import { allOf } from './message-filters.ts'
import { resolveConversation } from './resolve-merged.ts'

/** A file that text can be read out of: a document, or an image (a photographed page). */
export interface DocumentRow {
  readonly id: MediaId
  readonly wamid: string
  readonly kind: string
  readonly mimeType: string | null
  readonly filename: string | null
  readonly sizeBytes: number | null
  readonly sha256: string | null
  readonly createdAt: Date
}

const columns = sql`d.id, m.wamid, d.kind, d.mime_type as "mimeType", d.filename, d.size_bytes as "sizeBytes", d.sha256,
  d.created_at as "createdAt"`

/** Newest first by the id, which is a time (UUIDv7) and indexed. */
export async function listDocuments(
  db: Database,
  workspaceId: WorkspaceId,
  args: { readonly conversationId?: ConversationId | undefined; readonly limit: number },
): Promise<DocumentRow[]> {
  const conditions: RawBuilder<unknown>[] = [ofWorkspace(workspaceId)]
  if (args.conversationId !== undefined) {
    const id = (await resolveConversation(db, workspaceId, args.conversationId)) ?? args.conversationId
    conditions.push(sql`m.conversation_id = ${id}`)
  }
  const { rows } = await sql<DocumentRow>`
    select ${columns} from media d join messages m on m.id = d.message_id
    where ${allOf(conditions)} order by d.id desc limit ${args.limit}`.execute(db)
  return rows
}

/** Null: the workspace has no such document. */
export async function getDocument(db: Database, workspaceId: WorkspaceId, id: MediaId): Promise<DocumentRow | null> {
  const { rows } = await sql<DocumentRow>`
    select ${columns} from media d join messages m on m.id = d.message_id
    where ${ofWorkspace(workspaceId)} and d.id = ${id}`.execute(db)
  return rows[0] ?? null
}

function ofWorkspace(workspaceId: WorkspaceId): RawBuilder<unknown> {
  return sql`d.workspace_id = ${workspaceId} and d.kind in ('document', 'image')`
}
