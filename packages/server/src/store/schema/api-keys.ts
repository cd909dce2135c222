import type { AccountId, ApiKeyId, ContactId, SendPolicy, WorkspaceId } from '@switchboard/contract'
import type { Generated } from 'kysely'

export interface ApiKeysTable {
  id: ApiKeyId
  workspace_id: WorkspaceId
  name: string
  /** first characters, to recognise a key by; the key itself is not kept */
  prefix: string
  sha256: Buffer
  scopes: string[]
  /** what is done with what it sends; null: an assistant's sends wait for approval, others go */
  send_policy: SendPolicy | null
  created_at: Generated<Date>
  expires_at: Date | null
  revoked_at: Date | null
  last_used_at: Date | null
  /** addresses and ranges (CIDR); null: from everywhere */
  addresses: string[] | null
  /** null: all */
  accounts: AccountId[] | null
  contacts: ContactId[] | null
  /** messages a day (UTC); null: no cap */
  daily_cap: number | null
  /** the key under whose id its sends are counted; null: its own */
  counts_as: ApiKeyId | null
  /** `kind:id` */
  made_by: string | null
  replaced_by: ApiKeyId | null
}
