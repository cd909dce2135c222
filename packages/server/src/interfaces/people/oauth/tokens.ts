import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { findLiveGrant, revokeGrant } from '../../../people/oauth/grants.ts'
import { readToken } from '../../../people/oauth/token-verifier.ts'
import { Refusal } from '../../../refusal.ts'
import type { App } from '../../app-type.ts'
import type { OAuthDesk } from './oauth-desk.ts'
import { answerWith, namedServer, passOn } from './pass-on.ts'

const hidden = { schema: { hide: true } } as const
/** Clients that nobody allowed anything, at most; what is older than a day makes room. */
const mostUnused = 1_000

/** Registration, tokens and their end. There is no introspection: a token is nobody's business but its client's. */
export function registerTokens(app: App, desk: OAuthDesk): void {
  app.post('/api/auth/oauth2/register', hidden, async (request, reply) => {
    const named = await namedServer(desk, request)
    await makeRoom(desk)
    return await answerWith(reply, await passOn(named, request))
  })
  app.post('/api/auth/oauth2/token', hidden, (request, reply) => giveToken(desk, request, reply))
  app.post('/api/auth/oauth2/revoke', hidden, (request, reply) => takeBack(desk, request, reply))
}

async function makeRoom({ pool }: OAuthDesk): Promise<void> {
  const unused = /* sql */ `from auth."oauthClient" c where not exists (select from oauth_grants g where g.client_id = c."clientId")`
  await pool.query(`delete ${unused} and c."createdAt" < now() - interval '1 day'`)
  const { rows } = await pool.query<{ count: number }>(`select count(*)::int as count ${unused}`)
  if ((rows[0]?.count ?? 0) >= mostUnused)
    throw new Refusal('too-many-requests', { detail: 'Too many assistants were registered today and never used.' })
}

interface RefreshToken {
  readonly userId: string
  readonly clientId: string
  readonly spent: boolean
}

/** As better-auth keeps it: by its hash. */
async function findRefreshToken({ pool }: OAuthDesk, token: string): Promise<RefreshToken | null> {
  const { rows } = await pool.query<RefreshToken>(
    `select "userId", "clientId", "revoked" is not null as spent from auth."oauthRefreshToken" where "token" = $1`,
    [createHash('sha256').update(token).digest('base64url')],
  )
  return rows[0] ?? null
}

/** A refresh token that comes a second time was stolen, or its successor was: neither is worth anything after that. */
async function giveToken(desk: OAuthDesk, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const named = await namedServer(desk, request)
  const presented = formOf(request).get('refresh_token')
  const before = presented === null ? null : await findRefreshToken(desk, presented)
  const answer = await passOn(named, request)
  if (!answer.ok && before?.spent) await end(desk, before, 'system:refresh token used twice', request)
  return await answerWith(reply, answer)
}

/** RFC 7009; whichever token it is, what it was for ends with it. */
async function takeBack(desk: OAuthDesk, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const named = await namedServer(desk, request)
  const form = formOf(request)
  const token = form.get('token') ?? ''
  const refresh = await findRefreshToken(desk, token)
  const claims = refresh ? null : await readToken(named.server, `${named.origin}/mcp`, token)
  const of = refresh ?? (claims && { userId: claims.sub, clientId: claims.azp })
  const answer = await passOn(named, request)
  // A public client proves itself by the token alone.
  const isTheirs = of !== null && (answer.ok || (claims !== null && form.get('client_id') === of.clientId))
  if (isTheirs) await end(desk, of, `assistant:${of.clientId}`, request)
  return isTheirs ? reply.code(200).send() : await answerWith(reply, answer)
}

async function end(
  { pool, servers, audit }: OAuthDesk,
  of: { readonly userId: string; readonly clientId: string },
  by: string,
  request: FastifyRequest,
): Promise<void> {
  const grant = await findLiveGrant(pool, of)
  if (!grant) return
  await revokeGrant(pool, { workspaceId: grant.workspaceId, id: grant.id, userId: null, by })
  servers.forget()
  await audit.record({
    workspaceId: grant.workspaceId,
    actorKind: 'assistant',
    actor: grant.id,
    client: { name: grant.clientName, version: null },
    interface: 'oauth',
    action: 'write',
    target: by.startsWith('system:') ? 'refresh token used twice' : 'revoke',
    subject: grant.id,
    outcome: 'ok',
    address: request.ip,
    requestId: request.id,
  })
}

function formOf({ body }: FastifyRequest): URLSearchParams {
  return new URLSearchParams(typeof body === 'string' ? body : '')
}
