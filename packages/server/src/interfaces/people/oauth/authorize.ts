import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { findLiveGrant, forgetTokens } from '../../../people/oauth/grants.ts'
import type { App } from '../../app-type.ts'
import { answerPage } from '../../edge/page-policy.ts'
import { headersOf } from '../forms.ts'
import { errorBox, page } from '../page.ts'
import type { OAuthDesk } from './oauth-desk.ts'
import { answerWith, namedServer, passOn } from './pass-on.ts'

const Query = z.object({ client_id: z.string().max(2_000).optional() })

/** `GET /api/auth/oauth2/authorize`: an assistant sends a person here. Whoever is not signed in does that first. */
export function registerAuthorize(app: App, desk: OAuthDesk): void {
  app.get('/api/auth/oauth2/authorize', { schema: { hide: true } }, (request, reply) => authorize(desk, request, reply))
}

async function authorize(desk: OAuthDesk, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const named = await namedServer(desk, request)
  const session = await named.server.api.getSession({ headers: headersOf(request) })
  const { client_id: clientId } = Query.parse(request.query)
  if (clientId !== undefined && session) {
    const userId = session.user.id
    // Nothing is allowed at the moment, so an older yes says nothing.
    if (!(await findLiveGrant(desk.pool, { userId, clientId }))) await forgetTokens(desk.pool, userId, clientId)
  }
  const answer = await passOn(named, request)
  const location = answer.headers.get('location')
  const to = location === null ? null : URL.parse(location, named.origin)
  if (to?.origin === named.origin && to.pathname === '/sign-in')
    return reply.redirect(`/sign-in?to=${encodeURIComponent(request.url)}`, 303)
  if (to?.origin === named.origin && to.pathname === '/api/auth/error')
    return refuse(reply, to.searchParams.get('error_description') ?? to.searchParams.get('error') ?? '')
  if (to === null && answer.status >= 400) return refuse(reply, '')
  return await answerWith(reply, answer)
}

/** Said to the person, because where the request came from is not known well enough to send them back. */
export function refuse(reply: FastifyReply, reason: string): FastifyReply {
  const words = `The assistant asked for access in a way that is not taken here${reason === '' ? '' : ` (${reason})`}.`
  const body = `<h1>This did not work</h1>${errorBox(words)}<p>Nothing was allowed. Close this page and connect the assistant again.</p>`
  return answerPage(reply.code(400), { html: page('Assistant', body) })
}
