import type { MediaId, WorkspaceId } from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import { inTransaction } from '../store/in-transaction.ts'
import type { MediaKind } from '../transports/transport.ts'
import { bareType } from './served-as.ts'
import { adoptBlob, type LooseBlob, type MediaStore } from './store-blob.ts'

export interface Upload {
  readonly workspaceId: WorkspaceId
  readonly loose: LooseBlob
  readonly claimedType: string | null
  readonly filename: string | null
}

/** A file that is in no message yet. It may be sent any number of times, and goes by age as messages do. */
export async function saveUpload({ pool, blobs }: MediaStore, upload: Upload): Promise<MediaId> {
  const id = uuidv7() as MediaId // made here
  const { loose, workspaceId } = upload
  await inTransaction(pool, async (tx) => {
    await adoptBlob(tx, blobs, loose)
    await tx.query(
      `insert into media (id, workspace_id, kind, mime_type, filename, state, blob_sha256, stored_at, width, height)
       values ($1, $2, $3, $4, $5, 'stored', $6, now(), $7, $8)`,
      [
        id,
        workspaceId,
        kindOf(loose.mimeType),
        upload.claimedType,
        upload.filename,
        loose.sha256,
        loose.dimensions?.width ?? null,
        loose.dimensions?.height ?? null,
      ],
    )
  })
  return id
}

/** What a file is naturally sent as. */
export function kindOf(mimeType: string): MediaKind {
  const [family] = bareType(mimeType).split('/')
  if (mimeType === 'image/svg+xml') return 'document'
  return family === 'image' || family === 'video' || family === 'audio' ? family : 'document'
}
