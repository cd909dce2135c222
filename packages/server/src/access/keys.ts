import type { AccountId, ApiKeyId, ContactId, Scope, SendPolicy, WorkspaceId } from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import type { Database } from '../store/database.ts'
import { canonicalRange } from './address-ranges.ts'
import { generateKey } from './key-format.ts'
import type { Principal } from './principal.ts'

export interface KeyRow extends KeyBounds {
  readonly id: ApiKeyId
  readonly name: string
  /** The key's first characters. */
  readonly prefix: string
  readonly scopes: readonly string[]
  readonly createdAt: Date
  readonly revokedAt: Date | null
  readonly lastUsedAt: Date | null
  /** `kind:id`; null: made before this was kept. */
  readonly madeBy: string | null
  /** The key that took its place. */
  readonly replacedBy: ApiKeyId | null
}

/** What narrows a key beside its scopes; null: nothing does. */
export interface KeyBounds {
  /** What is done with what it sends. */
  readonly sendPolicy: SendPolicy | null
  readonly expiresAt: Date | null
  /** Addresses and ranges (CIDR) that it may be used from. */
  readonly addresses: readonly string[] | null
  readonly accounts: readonly AccountId[] | null
  readonly contacts: readonly ContactId[] | null
  /** Messages a day (UTC). */
  readonly dailyCap: number | null
}

export interface CreateKeyOptions extends Partial<KeyBounds> {
  readonly workspaceId: WorkspaceId
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly madeBy?: string
  /** The count that its sends go to; absent: its own. */
  readonly countsAs?: ApiKeyId | null
}

/** Makes a key. `key` in the answer is the only time that it is seen: what is stored is its hash. */
export async function createKey(db: Database, options: CreateKeyOptions): Promise<KeyRow & { readonly key: string }> {
  const { key, shown, sha256 } = generateKey()
  const { accounts, contacts } = options
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
      addresses: storedRanges(options.addresses ?? null),
      accounts: accounts ? [...accounts] : null,
      contacts: contacts ? [...contacts] : null,
      daily_cap: options.dailyCap ?? null,
      counts_as: options.countsAs ?? null,
      made_by: options.madeBy ?? null,
    })
    .returning(keyColumns)
    .executeTakeFirstOrThrow()
  return { key, ...row }
}

/** As they are compared later. What is no range would match nothing, so it is left out, and the key is not the wider for it. */
export function storedRanges(addresses: readonly string[] | null): string[] | null {
  return addresses && [...new Set(addresses.flatMap((text) => canonicalRange(text) ?? []))]
}

/** Of a key that somebody makes: where they have a cap, theirs, so that another key is no second one. */
export function countOf({ kind, limits }: Principal): ApiKeyId | null {
  // The counts of keys are named by keys' ids.
  return kind === 'key' && limits?.dailyCap !== null ? ((limits?.countsAs ?? null) as ApiKeyId | null) : null
}

/** Newest first, revoked ones too. */
export function listKeys(db: Database, workspaceId: WorkspaceId): Promise<KeyRow[]> {
  return db
    .selectFrom('api_keys')
    .select(keyColumns)
    .where('workspace_id', '=', workspaceId)
    .orderBy('id', 'desc')
    .limit(1_000)
    .execute()
}

/** Null when the workspace has no such key. */
export async function findKey(db: Database, workspaceId: WorkspaceId, id: ApiKeyId): Promise<KeyRow | null> {
  const row = await db
    .selectFrom('api_keys')
    .select(keyColumns)
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

/** Revoking twice keeps the first time. Null when the workspace has no such key. */
export async function revokeKey(db: Database, workspaceId: WorkspaceId, id: ApiKeyId): Promise<KeyRow | null> {
  const row = await db
    .updateTable('api_keys')
    .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', eb.fn<Date>('now')) }))
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning(keyColumns)
    .executeTakeFirst()
  return row ?? null
}

export const keyColumns = [
  'id',
  'name',
  'prefix',
  'scopes',
  'send_policy as sendPolicy',
  'created_at as createdAt',
  'expires_at as expiresAt',
  'revoked_at as revokedAt',
  'last_used_at as lastUsedAt',
  'addresses',
  'accounts',
  'contacts',
  'daily_cap as dailyCap',
  'made_by as madeBy',
  'replaced_by as replacedBy',
] as const
