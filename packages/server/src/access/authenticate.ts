import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { scopes, type WorkspaceId } from '@switchboard/contract'
import { Refusal } from '../refusal.ts'
import type { Database } from '../store/database.ts'
import { requireAddress } from './address-ranges.ts'
import { keyPrefix } from './key-format.ts'
import { createKeyLookup } from './key-lookup.ts'
import { type Principal, wholeReach } from './principal.ts'
import { isReached, type SubjectKind } from './reached-subject.ts'

/** Turns a request's headers into who asks. */
export interface Authenticator {
  /**
   * @param call absent: from nowhere in particular, so a credential that is bound to addresses is refused
   * @throws {Refusal} `unauthenticated`, with `www-authenticate`, when there is no valid credential; `address-not-allowed` when it
   * may not be used from there
   */
  authenticate(headers: IncomingHttpHeaders, call?: CallOrigin): Promise<Principal>
  /** Whether something that a request is about is there, among what the principal reaches. */
  reaches(principal: Principal, kind: SubjectKind, id: string): Promise<boolean>
  /** Believes nothing any more: a key was revoked here. */
  forget(): void
}

/** As much of a request as says where it came from; a Fastify request is one. */
export interface CallOrigin {
  /** The client's address, behind trusted proxies too. */
  readonly ip: string
  readonly method: string
}

/** People who are signed in, by the cookie of their session. */
export interface SessionReader {
  hasCookie(headers: IncomingHttpHeaders): boolean
  /** Null: there is no such session, or its person is a member of nothing (of the workspace that is named). */
  read(headers: IncomingHttpHeaders): Promise<Principal | null>
}

/** Access tokens of assistants (OAuth), given out for the name that the request was sent to. */
export interface TokenVerifier {
  /** Null: no token of ours, or one that counts no more. */
  verify(token: string, headers: IncomingHttpHeaders): Promise<Principal | null>
  forget(): void
  /** Where a client reads how it gets a token (RFC 9728); null: under this name it gets none. */
  metadataAddress(headers: IncomingHttpHeaders): string | null
}

export interface AuthenticatorOptions {
  readonly db: Database
  /** The workspace of whoever holds the admin key. */
  readonly workspaceId: WorkspaceId
  /** ADMIN_API_KEY; absent or empty: the header is refused. */
  readonly adminApiKey?: string | undefined
  /** Absent: nobody signs in here. */
  readonly sessions?: SessionReader | undefined
  /** Absent: no assistants sign in here. */
  readonly tokens?: TokenVerifier | undefined
  /** How long a looked-up key is believed, so how late a revocation may act in another process. */
  readonly cacheMilliseconds?: number
  readonly now?: () => number
}

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
  const keys = createKeyLookup({ db, cacheMilliseconds, now })

  return {
    async authenticate(headers, call) {
      const credential = credentialOf(headers)
      if (credential === null && options.sessions?.hasCookie(headers))
        return await ofSession(options.sessions, headers, call)
      if (credential === null)
        throw unauthenticated(
          'Send an API key as "Authorization: Bearer sb_live_…" or "X-Api-Key: sb_live_…", or the admin key as "X-Admin-Api-Key".',
        )
      if (adminDigest && timingSafeEqual(digest(credential), adminDigest)) return admin
      const principal = credential.startsWith(keyPrefix)
        ? await keys.find(credential)
        : isToken.test(credential)
          ? ((await options.tokens?.verify(credential, headers)) ?? null)
          : null
      if (!principal) throw unauthenticated('The credential is unknown, expired or revoked.', 'error="invalid_token"')
      requireAddress(principal, call?.ip)
      return principal
    },
    reaches: (principal, kind, id) => isReached(db, principal, kind, id),
    forget() {
      keys.forget()
      options.tokens?.forget()
    },
  }
}

/**
 * A browser sends its cookies whoever asks it to, so what changes something must come from a page of ours: browsers name the page's
 * origin with every request that is no plain look.
 */
async function ofSession(
  sessions: SessionReader,
  headers: IncomingHttpHeaders,
  call: CallOrigin | undefined,
): Promise<Principal> {
  const looks = call?.method === 'GET' || call?.method === 'HEAD'
  if (!looks && !isSameOrigin(headers)) throw new Refusal('cross-site', { detail: crossSite })
  const principal = await sessions.read(headers)
  if (!principal) throw unauthenticated('The session has ended. Sign in again.', 'error="invalid_token"')
  return principal
}

const crossSite =
  'A request with a session must come from a page of this server: its Origin header is missing or another.'

/** Whether a page of this host asks. The host was checked before. */
export function isSameOrigin({ origin, referer, host }: IncomingHttpHeaders): boolean {
  const from = origin ?? referer
  return typeof from === 'string' && host !== undefined && URL.parse(from)?.host === host
}

/** A signed token: three parts of base64url. What is no token costs no look-up of signing keys. */
const isToken = /^[\w-]{10,2000}\.[\w-]{10,8000}\.[\w-]{10,2000}$/

function credentialOf(headers: IncomingHttpHeaders): string | null {
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1]
  const credential = bearer ?? headers['x-api-key'] ?? headers['x-admin-api-key']
  return typeof credential === 'string' && credential !== '' ? credential : null
}

/** Hashing first makes both sides equally long, as `timingSafeEqual` needs, and hides the length. */
function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

function unauthenticated(detail: string, parameter?: string): Refusal {
  const challenge = ['Bearer realm="switchboard"', ...(parameter ? [parameter] : [])].join(', ')
  return new Refusal('unauthenticated', { detail, headers: { 'www-authenticate': challenge } })
}
