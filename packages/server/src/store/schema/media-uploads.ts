import type { AccountId } from '@switchboard/contract'
import type { Generated } from 'kysely'

export interface MediaUploadsTable {
  account_id: AccountId
  blob_sha256: string
  mime_type: string
  filename: string
  provider_media_id: string
  uploaded_at: Generated<Date>
}
