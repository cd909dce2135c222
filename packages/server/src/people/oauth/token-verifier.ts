import { createHash } from 'node:crypto'
import { type Scope, scopesOfRole } from '@switchboard/contract'
import type pg from 'pg'
import { z } from 'zod'
import type { Principal } from '../../access/principal.ts'
import { isUnavailable } from '../../store/is-unavailable.ts'
import type { AuthorizationServer } from './authorization-server.ts'
import { findLiveGrant, type LiveGrant, touchGrant } from './grants.ts'

/** Of an access token that was signed here, for here. */
const Claims = z.object({
  sub: z.string(),
  azp: z.string(),
  scope: z.string(),
  iat: z.number(),
  exp: z.number(),
  aud: z.union([z.string(), z.array(z.string())]),
})
export type Claims = z.infer<typeof Claims>

/** Null: not a token of this server, for its MCP endpoint, that has not expired. */
export async function readToken(server: AuthorizationServer, resource: string, token: string): Promise<Claims | null> {
  const { payload } = await server.api.verifyJWT({ body: { token } })
  const claims = Claims.safeParse(payload).data
  return claims && [claims.aud].flat().includes(resource) ? claims : null
}

interface Known {
  readonly principal: Principal | null
  readonly believedUntil: number
  readonly expiresAt: number
}

const mostKnown = 10_000

export interface AssistantLookup {
  /** Null: unknown, expired, revoked, or of somebody who is no member any more. */
  find(server: AuthorizationServer, origin: string, token: string): Promise<Principal | null>
  forget(): void
}

/** What was found is believed for as long as a key is: so late a revocation may act in another process. */
export function createAssistantLookup(pool: pg.Pool, believedMilliseconds = 5_000): AssistantLookup {
  const known = new Map<string, Known>()
  // What was read while somebody said that it changed is not believed.
  let generation = 0

  return {
    async find(server, origin, token) {
      const name = `${origin} ${createHash('sha256').update(token).digest('base64')}`
      const now = Date.now()
      const hit = known.get(name)
      if (hit && hit.believedUntil > now) return hit.expiresAt > now ? hit.principal : null
      const before = generation
      const claims = await readToken(server, `${origin}/mcp`, token)
      const grant = claims && (await findLiveGrant(pool, { userId: claims.sub, clientId: claims.azp }))
      // A token from before is of a grant that was taken back.
      const principal = grant && claims.iat * 1_000 >= grant.createdAt.getTime() ? principalOf(claims, grant) : null
      if (known.size >= mostKnown) known.clear()
      const expiresAt = (claims?.exp ?? 0) * 1_000
      if (before === generation) known.set(name, { principal, believedUntil: now + believedMilliseconds, expiresAt })
      if (principal) await touch(pool, principal.id)
      return principal
    },
    forget() {
      generation += 1
      known.clear()
    },
  }
}

async function touch(pool: pg.Pool, id: string): Promise<void> {
  try {
    await touchGrant(pool, id)
  } catch (error) {
    // A full disk must not keep anybody from reading.
    if (!isUnavailable(error)) throw error
  }
}

/** What the token says, what the person allowed and what the person may themselves: only what is in all three. */
function principalOf(claims: Claims, grant: LiveGrant): Principal {
  const said = new Set(claims.scope.split(' '))
  const own = scopesOfRole(grant.role)
  const scopes = new Set<Scope>(grant.scopes.filter((scope) => said.has(scope) && own.has(scope)))
  return {
    kind: 'assistant',
    id: grant.id,
    workspaceId: grant.workspaceId,
    name: `${grant.clientName} for ${grant.memberName}`,
    scopes,
    reach: { accounts: grant.accounts, contacts: grant.contacts },
    role: grant.role,
    assistant: { clientId: grant.clientId, clientName: grant.clientName, memberId: grant.userId },
    limits: {
      sendPolicy: grant.sendPolicy,
      dailyCap: grant.dailyCap,
      // Allowing it anew is no second cap.
      countsAs: `${grant.userId} ${grant.clientId}`,
      addresses: null,
      expiresAt: new Date(claims.exp * 1_000),
    },
  }
}
