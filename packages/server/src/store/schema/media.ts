import type { AccountId, MediaId, MessageId, WorkspaceId } from '@switchboard/contract'
import type { Generated } from 'kysely'

export interface MediaTable {
  id: MediaId
  workspace_id: WorkspaceId
  account_id: AccountId
  message_id: MessageId
  position: Generated<number>
  kind: string
  provider_media_id: string | null
  mime_type: string | null
  sha256: string | null
  size_bytes: number | null
  filename: string | null
  state: Generated<string>
  created_at: Generated<Date>
}
