import type { Media, MediaId, WorkspaceId } from '@switchboard/contract'
import type { Database } from '../database.ts'

export interface StoredMedia {
  readonly media: Media
  /** Where its bytes are in the blob store; null until they are. */
  readonly key: string | null
}

/** One file. Null: this workspace has no such file. */
export async function getMedia(db: Database, workspaceId: WorkspaceId, mediaId: MediaId): Promise<StoredMedia | null> {
  const row = await db
    .selectFrom('media as m')
    .leftJoin('blobs as b', 'b.sha256', 'm.blob_sha256')
    .select(['m.id', 'm.state', 'm.kind', 'm.filename', 'm.message_id', 'm.account_id', 'm.failure', 'm.due_at'])
    .select(['m.created_at', 'm.stored_at', 'm.mime_type as claimed', 'm.size_bytes as claimed_size'])
    .select(['b.key', 'b.sha256', 'b.mime_type', 'b.size_bytes'])
    .where('m.id', '=', mediaId)
    .where('m.workspace_id', '=', workspaceId)
    .executeTakeFirst()
  if (!row) return null
  const media: Media = {
    id: row.id,
    state: row.state as Media['state'], // media_state admits no other
    kind: row.kind,
    mimeType: row.mime_type,
    claimedMimeType: row.claimed,
    sizeBytes: row.size_bytes ?? row.claimed_size,
    sha256: row.sha256,
    filename: row.filename,
    messageId: row.message_id,
    accountId: row.account_id,
    failure: row.failure as Media['failure'], // written by media/settle-media.ts only
    nextAttemptAt: row.state === 'pending' ? row.due_at.toISOString() : null,
    createdAt: row.created_at.toISOString(),
    storedAt: row.stored_at?.toISOString() ?? null,
  }
  return { media, key: row.key }
}
