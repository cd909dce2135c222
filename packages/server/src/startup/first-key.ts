import { readScopes, type WorkspaceId } from '@switchboard/contract'
import { sha256OfKey } from '../access/key-format.ts'
import { createKey } from '../access/keys.ts'
import { readSecretFile, writeSecretFile } from '../config/secret-file.ts'
import type { Database } from '../store/database.ts'

export const firstKeyFile = 'api-key'

/**
 * The key that was made at the first start, for this machine's assistants: it reads, and what it sends waits for a person's yes,
 * over MCP and REST alike. Kept in the data directory (0600).
 * Made again when the file is gone or the key was revoked, or when the database is another one.
 */
export async function ensureFirstKey(db: Database, dataDirectory: string, workspaceId: WorkspaceId): Promise<string> {
  const kept = readSecretFile(dataDirectory, firstKeyFile)
  if (kept !== undefined && (await isGood(db, kept))) return kept
  const scopes = [...readScopes, 'messages:send'] as const
  const { key } = await createKey(db, { workspaceId, name: 'first start', scopes, sendPolicy: 'approve' })
  writeSecretFile(dataDirectory, firstKeyFile, key)
  return key
}

async function isGood(db: Database, key: string): Promise<boolean> {
  const row = await db
    .selectFrom('api_keys')
    .select('id')
    .where('sha256', '=', sha256OfKey(key))
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}
