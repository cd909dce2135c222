import type { AccountId, MediaId, MessageId, WorkspaceId } from '@switchboard/contract'
import type { Generated } from 'kysely'
import type { NullableJsonColumn } from './json-column.ts'

export interface MediaTable {
  id: MediaId
  workspace_id: WorkspaceId
  /** Null for a file that is in no message: uploaded, or fetched for sending. */
  account_id: AccountId | null
  message_id: MessageId | null
  position: Generated<number>
  kind: string
  provider_media_id: string | null
  /** Claimed, as are sha256 and size_bytes; what the bytes are is in blobs. */
  mime_type: string | null
  sha256: string | null
  size_bytes: number | null
  filename: string | null
  state: Generated<string>
  created_at: Generated<Date>
  blob_sha256: string | null
  due_at: Generated<Date>
  lease_id: string | null
  attempts: Generated<number>
  /** {code, sentence} of the last attempt that failed. */
  failure: NullableJsonColumn
  stored_at: Date | null
  /** Of a picture as it is shown, in pixels. */
  width: number | null
  height: number | null
}
