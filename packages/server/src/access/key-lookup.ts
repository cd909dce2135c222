import {
  type AccountId,
  type ApiKeyId,
  type ContactId,
  Scope,
  type SendPolicy,
  type WorkspaceId,
} from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../store/database.ts'
import { isUnavailable } from '../store/is-unavailable.ts'
import { reachedContacts } from '../store/queries/reached-contacts.ts'
import { sha256OfKey } from './key-format.ts'
import type { Principal } from './principal.ts'

/** Finds whose an API key is. */
export interface KeyLookup {
  /** Null: unknown, expired or revoked. */
  find(key: string): Promise<Principal | null>
  /** Believes nothing any more. */
  forget(): void
}

export interface KeyLookupOptions {
  readonly db: Database
  readonly cacheMilliseconds: number
  readonly now: () => number
}

interface KnownKey {
  readonly principal: Principal | null
  readonly expiresAt: number
  readonly believedUntil: number
}

/** More credentials than any server has; a flood of invented ones empties the cache instead of filling the memory. */
const maxCachedKeys = 10_000
const touchEveryMilliseconds = 60_000

/**
 * By the SHA-256 of what was sent, so that no comparison depends on how much of a key somebody has guessed. What was found is
 * believed for a while, so that a busy client costs no query per call.
 */
export function createKeyLookup({ db, cacheMilliseconds, now }: KeyLookupOptions): KeyLookup {
  const known = new Map<string, KnownKey>()
  const touchedAt = new Map<string, number>()
  // What was read while somebody said that it changed is not believed.
  let generation = 0

  async function touch(id: string, time: number): Promise<void> {
    if (time - (touchedAt.get(id) ?? -Infinity) < touchEveryMilliseconds) return
    if (touchedAt.size >= maxCachedKeys) touchedAt.clear()
    touchedAt.set(id, time)
    const update = db
      .updateTable('api_keys')
      .set({ last_used_at: new Date(time) })
      // The id came out of this table a moment ago.
      .where('id', '=', id as ApiKeyId)
    try {
      await update.execute()
    } catch (error) {
      // A full disk must not keep anybody from reading; the next minute tries again.
      if (!isUnavailable(error)) throw error
    }
  }

  return {
    async find(key) {
      const hash = sha256OfKey(key)
      const cacheKey = hash.toString('base64')
      const time = now()
      const hit = known.get(cacheKey)
      if (hit && hit.believedUntil > time) return hit.expiresAt > time ? hit.principal : null
      const before = generation
      const principal = await readKey(db, hash)
      const expiresAt = principal?.limits?.expiresAt?.getTime() ?? Infinity
      if (known.size >= maxCachedKeys) known.clear()
      if (before === generation) known.set(cacheKey, { principal, expiresAt, believedUntil: time + cacheMilliseconds })
      if (!principal || expiresAt <= time) return null
      await touch(principal.id, time)
      return principal
    },
    forget() {
      generation += 1
      known.clear()
    },
  }
}

interface Row {
  readonly id: ApiKeyId
  readonly workspace_id: WorkspaceId
  readonly name: string
  readonly scopes: string[]
  readonly send_policy: SendPolicy | null
  readonly expires_at: Date | null
  readonly addresses: string[] | null
  readonly accounts: AccountId[] | null
  readonly contacts: ContactId[] | null
  readonly daily_cap: number | null
  readonly counts_as: ApiKeyId | null
}

async function readKey(db: Database, sha256: Buffer): Promise<Principal | null> {
  const { rows } = await sql<Row>`
    select id, workspace_id, name, scopes, send_policy, expires_at, addresses, accounts, daily_cap, counts_as,
      ${sql.raw(reachedContacts)} as contacts
    from api_keys k where sha256 = ${sha256} and revoked_at is null`.execute(db)
  const [row] = rows
  if (!row) return null
  // A scope that this version does not know gives nothing.
  const granted = row.scopes.flatMap((scope) => Scope.safeParse(scope).data ?? [])
  return {
    kind: 'key',
    id: row.id,
    workspaceId: row.workspace_id,
    name: row.name,
    scopes: new Set(granted),
    reach: { accounts: row.accounts, contacts: row.contacts },
    limits: {
      sendPolicy: row.send_policy,
      dailyCap: row.daily_cap,
      countsAs: row.counts_as ?? row.id,
      addresses: row.addresses,
      expiresAt: row.expires_at,
    },
  }
}
