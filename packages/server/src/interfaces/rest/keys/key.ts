import type { ApiKey } from '@switchboard/contract'
import type { KeyRow } from '../../../access/keys.ts'

/** As lists show it. */
export function toApiKey(row: KeyRow): ApiKey {
  const { id, name, prefix, sendPolicy, dailyCap, madeBy, replacedBy, addresses, accounts, contacts } = row
  return {
    id,
    name,
    prefix,
    scopes: [...row.scopes],
    sendPolicy,
    addresses: addresses && [...addresses],
    accounts: accounts && [...accounts],
    contacts: contacts && [...contacts],
    dailyCap,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    madeBy,
    replacedBy,
  }
}
