import { type Role, type Scope, scopesOfRole, type WorkspaceId } from '@switchboard/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { assistantScopes, refreshScope } from '../../../people/oauth/assistant-scopes.ts'
import type { AuthorizationServer } from '../../../people/oauth/authorization-server.ts'
import { allowClient } from '../../../people/oauth/grants.ts'
import type { App } from '../../app-type.ts'
import { answerPage } from '../../edge/page-policy.ts'
import { headersOf, requireOwnPage } from '../forms.ts'
import { refuse } from './authorize.ts'
import { readNarrowing, scopesGiven } from './consent-form.ts'
import { consentPage } from './consent-page.ts'
import type { OAuthDesk } from './oauth-desk.ts'
import { namedServer } from './pass-on.ts'

const hidden = { schema: { hide: true } } as const

/** `/oauth/consent`: what an assistant asks for, in words, and what the person makes of it. Plain HTML, no scripts. */
export function registerConsent(app: App, desk: OAuthDesk): void {
  app.get('/oauth/consent', hidden, async (request, reply) => {
    const search = new URL(request.url, 'http://here.invalid').searchParams
    const workspace = search.get('workspace')
    search.delete('workspace')
    const asked = await findAsked(desk, request, search.toString(), workspace)
    if (asked === 'signed out') return reply.redirect(`/sign-in?to=${encodeURIComponent(request.url)}`, 303)
    return typeof asked === 'string' ? refuse(reply, asked) : showPage(desk, reply, asked)
  })
  app.post('/oauth/consent', hidden, (request, reply) => decide(desk, request, reply))
}

interface Membership {
  readonly id: WorkspaceId
  readonly name: string
  readonly role: Role
}

/** A request for consent, by somebody who is signed in and could give it. */
interface Asked {
  readonly server: AuthorizationServer
  readonly origin: string
  readonly userId: string
  readonly person: string
  readonly clientId: string
  readonly clientName: string
  readonly isDocument: boolean
  readonly redirect: URL
  readonly scopes: readonly Scope[]
  readonly wantsRefresh: boolean
  readonly memberships: readonly Membership[]
  readonly workspace: Membership
  readonly query: string
}

async function findAsked(
  desk: OAuthDesk,
  request: FastifyRequest,
  query: string,
  workspaceId: string | null,
): Promise<Asked | string> {
  const { server, origin } = await namedServer(desk, request)
  const session = await server.api.getSession({ headers: headersOf(request) })
  if (!session) return 'signed out'
  const { user, session: current } = session
  const search = new URLSearchParams(query)
  const clientId = search.get('client_id') ?? ''
  const { rows } = await desk.pool.query<{ name: string | null; discovery: string | null; redirects: string[] }>(
    `select "name", "clientDiscoveryId" as discovery, "redirectUris" as redirects from auth."oauthClient" where "clientId" = $1`,
    [clientId],
  )
  const [client] = rows
  const redirect = URL.parse(search.get('redirect_uri') ?? client?.redirects[0] ?? '')
  if (!client || !redirect) return 'the client is not known'
  const { rows: memberships } = await desk.pool.query<Membership>(
    `select w.id, w.name, m.role from members m join workspaces w on w.id = m.workspace_id
     left join auth."session" s on s.id = $2
     where m.user_id = $1 order by (w.id = s.workspace_id) is true desc, m.created_at, w.id limit 50`,
    [user.id, current.id],
  )
  const workspace = memberships.find(({ id }) => id === workspaceId) ?? memberships[0]
  if (!workspace) return 'you are not a member of any workspace'
  const words = new Set(search.get('scope')?.split(' ') ?? [...assistantScopes, refreshScope])
  return {
    server,
    origin,
    userId: user.id,
    person: user.name || user.email,
    clientId,
    clientName: (client.name ?? 'An assistant without a name').slice(0, 100),
    isDocument: client.discovery !== null,
    redirect,
    scopes: assistantScopes.filter((scope) => words.has(scope)),
    wantsRefresh: words.has(refreshScope),
    memberships,
    workspace,
    query,
  }
}

async function showPage({ pool }: OAuthDesk, reply: FastifyReply, asked: Asked, error?: string): Promise<FastifyReply> {
  const { workspace, scopes } = asked
  const { rows: accounts } = await pool.query<{ id: string; name: string; phone: string | null }>(
    `select id, coalesce(nullif(name, ''), display_phone_number, external_id) as name, display_phone_number as phone
     from accounts where workspace_id = $1 order by created_at, id limit 100`,
    [workspace.id],
  )
  const html = consentPage({
    ...asked,
    accounts,
    error,
    redirectHost: hostOf(asked.redirect),
    clientAddress: asked.isDocument ? asked.clientId : null,
    workspaceName: workspace.name,
    workspaceId: workspace.id,
    workspaces: asked.memberships,
    maySend: scopes.includes('messages:send') && scopesOfRole(workspace.role).has('messages:send'),
  })
  return answerPage(reply.code(error === undefined ? 200 : 400), { html, formTargets: [asked.redirect.href] })
}

/** Of an app's own scheme the scheme. */
function hostOf({ host, protocol }: URL): string {
  return host === '' ? protocol : host
}

async function decide(desk: OAuthDesk, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  requireOwnPage(request)
  const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '')
  const asked = await findAsked(desk, request, form.get('oauth_query') ?? '', form.get('workspace'))
  if (typeof asked === 'string') return refuse(reply, asked)
  const accept = form.get('decision') === 'allow'
  const narrowing = await readNarrowing(desk.pool, asked.workspace.id, form)
  if (accept && typeof narrowing === 'string') return await showPage(desk, reply, asked, narrowing)
  const maySend = typeof narrowing !== 'string' && narrowing.maySend
  const scopes = scopesGiven(asked.scopes, scopesOfRole(asked.workspace.role), maySend)
  const scope = [...scopes, ...(asked.wantsRefresh ? [refreshScope] : [])].join(' ')
  // It checks its own signature of the query: a page that somebody else made up ends here.
  const headers = headersOf(request)
  headers.set('origin', asked.origin)
  headers.set('content-type', 'application/json')
  const body = JSON.stringify({ accept, oauth_query: asked.query, ...(accept ? { scope } : {}) })
  const answer = await asked.server.handler(
    new Request(`${asked.origin}/api/auth/oauth2/consent`, { method: 'POST', headers, body }),
  )
  const said = answer.ok ? ((await answer.json()) as { readonly url?: unknown }) : {} // better-auth's own answer
  if (typeof said.url !== 'string') return refuse(reply, 'the request was changed on the way, or is too old')
  const isGiven = accept && typeof narrowing !== 'string' && URL.parse(said.url)?.searchParams.has('code') === true
  const { maySend: _, ...terms } = typeof narrowing === 'string' ? { maySend } : narrowing
  const subject =
    isGiven && 'sendPolicy' in terms
      ? await allowClient(desk.pool, {
          ...terms,
          workspaceId: asked.workspace.id,
          userId: asked.userId,
          clientId: asked.clientId,
          clientName: asked.clientName,
          redirectHost: hostOf(asked.redirect),
          scopes,
        })
      : null
  desk.servers.forget()
  await desk.audit.record({
    workspaceId: asked.workspace.id,
    actorKind: 'member',
    actor: asked.userId,
    client: { name: `${asked.clientName} (${asked.clientId})`.slice(0, 200), version: null },
    interface: 'oauth',
    action: 'write',
    target: 'POST /oauth/consent',
    subject,
    arguments: isGiven ? { scopes, ...terms } : { accept },
    outcome: isGiven ? 'ok' : 'refused',
    address: request.ip,
    requestId: request.id,
  })
  return reply.redirect(said.url, 303)
}
