import type { ApiKeyId, Scope, SendPolicy, WorkspaceId } from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import type { Database } from '../store/database.ts'
import { generateKey } from './key-format.ts'

export interface KeyRow {
  readonly id: ApiKeyId
  readonly name: string
  /** The key's first characters. */
  readonly prefix: string
  readonly scopes: readonly string[]
  /** What is done with what it sends; null: nothing was stated. */
  readonly sendPolicy: SendPolicy | null
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
  readonly lastUsedAt: Date | null
}

export interface CreateKeyOptions {
  readonly workspaceId: WorkspaceId
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly sendPolicy?: SendPolicy | null
  readonly expiresAt?: Date | null
}

/** Makes a key. `key` in the answer is the only time that it is seen: what is stored is its hash. */
export async function createKey(db: Database, options: CreateKeyOptions): Promise<KeyRow & { readonly key: string }> {
  const { key, shown, sha256 } = generateKey()
  const row = await db
    .insertInto('api_keys')
    .values({
      // uuidv7() gives a fresh id; the brand says which kind.
      id: uuidv7() as ApiKeyId,
      workspace_id: options.workspaceId,
      name: options.name,
      prefix: shown,
      sha256,
      scopes: [...options.scopes],
      send_policy: options.sendPolicy ?? null,
      expires_at: options.expiresAt ?? null,
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
  return { key, ...row }
}

/** What was stated about the sends of a key; null where nothing was, or there is no such key. */
export async function sendPolicyOf(db: Database, id: string): Promise<SendPolicy | null> {
  const row = await db
    .selectFrom('api_keys')
    .select('send_policy')
    .where('id', '=', id as ApiKeyId)
    .executeTakeFirst()
  return row?.send_policy ?? null
}

/** Newest first, revoked ones too. */
export function listKeys(db: Database, workspaceId: WorkspaceId): Promise<KeyRow[]> {
  return db
    .selectFrom('api_keys')
    .select(columns)
    .where('workspace_id', '=', workspaceId)
    .orderBy('id', 'desc')
    .limit(1_000)
    .execute()
}

/** Revoking twice keeps the first time. Null when the workspace has no such key. */
export async function revokeKey(db: Database, workspaceId: WorkspaceId, id: ApiKeyId): Promise<KeyRow | null> {
  const row = await db
    .updateTable('api_keys')
    .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', eb.fn<Date>('now')) }))
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirst()
  return row ?? null
}

const columns = [
  'id',
  'name',
  'prefix',
  'scopes',
  'send_policy as sendPolicy',
  'created_at as createdAt',
  'expires_at as expiresAt',
  'revoked_at as revokedAt',
  'last_used_at as lastUsedAt',
] as const
