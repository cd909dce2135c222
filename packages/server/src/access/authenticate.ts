import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { type ApiKeyId, Scope, scopes, type WorkspaceId } from '@switchboard/contract'
import { Refusal } from '../refusal.ts'
import type { Database } from '../store/database.ts'
import { isUnavailable } from '../store/is-unavailable.ts'
import { keyPrefix, sha256OfKey } from './key-format.ts'
import { type Principal, wholeReach } from './principal.ts'

/** Turns a request's headers into who asks. */
export interface Authenticator {
  /** @throws {Refusal} `unauthenticated`, with `www-authenticate`, when there is no valid credential. */
  authenticate(headers: IncomingHttpHeaders): Promise<Principal>
  /** Believes nothing any more: a key was revoked here. */
  forget(): void
}

export interface AuthenticatorOptions {
  readonly db: Database
  /** The workspace of whoever holds the admin key. */
  readonly workspaceId: WorkspaceId
  /** ADMIN_API_KEY; absent or empty: the header is refused. */
  readonly adminApiKey?: string | undefined
  /** How long a looked-up key is believed, so how late a revocation may act in another process. */
  readonly cacheMilliseconds?: number
  readonly now?: () => number
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
 * Accepts `Authorization: Bearer sb_live_…`, `X-Api-Key: sb_live_…`, and `X-Admin-Api-Key` (also as either of the others)
 * equal to ADMIN_API_KEY. A key that was found is believed for five seconds, so a busy client costs no query per call.
 */
export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const { db, workspaceId, cacheMilliseconds = 5_000, now = Date.now } = options
  const admin: Principal = {
    kind: 'admin_api',
    id: 'admin_api',
    workspaceId,
    name: 'admin_api',
    scopes: new Set(scopes),
    reach: wholeReach,
  }
  const adminDigest = options.adminApiKey ? digest(options.adminApiKey) : null
  const known = new Map<string, KnownKey>()
  const touchedAt = new Map<string, number>()

  async function lookUp(key: string): Promise<Principal | null> {
    const hash = sha256OfKey(key)
    const cacheKey = hash.toString('base64')
    const time = now()
    const hit = known.get(cacheKey)
    if (hit && hit.believedUntil > time) return hit.expiresAt > time ? hit.principal : null
    const found = await findKey(db, hash)
    if (known.size >= maxCachedKeys) known.clear()
    const believedUntil = time + cacheMilliseconds
    known.set(cacheKey, { principal: found?.principal ?? null, expiresAt: found?.expiresAt ?? Infinity, believedUntil })
    if (!found || found.expiresAt <= time) return null
    await touch(found.principal.id, time)
    return found.principal
  }

  async function touch(id: string, time: number): Promise<void> {
    if (time - (touchedAt.get(id) ?? -Infinity) < touchEveryMilliseconds) return
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
    async authenticate(headers) {
      const credential = credentialOf(headers)
      if (credential === null)
        throw unauthenticated(
          'Send an API key as "Authorization: Bearer sb_live_…" or "X-Api-Key: sb_live_…", or the admin key as "X-Admin-Api-Key".',
        )
      if (adminDigest && timingSafeEqual(digest(credential), adminDigest)) return admin
      const principal = credential.startsWith(keyPrefix) ? await lookUp(credential) : null
      if (!principal) throw unauthenticated('The key is unknown, expired or revoked.', 'error="invalid_token"')
      return principal
    },
    forget: () => known.clear(),
  }
}

function credentialOf(headers: IncomingHttpHeaders): string | null {
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1]
  const credential = bearer ?? headers['x-api-key'] ?? headers['x-admin-api-key']
  return typeof credential === 'string' && credential !== '' ? credential : null
}

async function findKey(db: Database, sha256: Buffer): Promise<{ principal: Principal; expiresAt: number } | null> {
  const row = await db
    .selectFrom('api_keys')
    .select(['id', 'workspace_id', 'name', 'scopes', 'expires_at'])
    .where('sha256', '=', sha256)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  if (!row) return null
  // A scope that this version does not know gives nothing.
  const granted = row.scopes.flatMap((scope) => Scope.safeParse(scope).data ?? [])
  return {
    principal: {
      kind: 'key',
      id: row.id,
      workspaceId: row.workspace_id,
      name: row.name,
      scopes: new Set(granted),
      reach: wholeReach,
    },
    expiresAt: row.expires_at?.getTime() ?? Infinity,
  }
}

/** Hashing first makes both sides equally long, as `timingSafeEqual` needs, and hides the length. */
function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

function unauthenticated(detail: string, parameter?: string): Refusal {
  const challenge = ['Bearer realm="switchboard"', ...(parameter ? [parameter] : [])].join(', ')
  return new Refusal('unauthenticated', { detail, headers: { 'www-authenticate': challenge } })
}
