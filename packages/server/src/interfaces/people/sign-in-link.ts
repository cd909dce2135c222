import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { followSignInLink } from '../../people/follow-sign-in-link.ts'
import { Refusal } from '../../refusal.ts'
import type { App } from '../app-type.ts'
import { isFromThisMachine } from '../edge/from-this-machine.ts'
import { answerPage } from '../edge/page-policy.ts'
import type { PeopleDesk } from '../people-desk.ts'
import { auditPerson } from './audit-people.ts'
import { consolePath } from './console-path.ts'
import { headersOf, readForm, takeCookies } from './forms.ts'
import { deadLinkPage } from './welcome.ts'

const Query = z.object({ token: z.string().max(100).default('') })
const hidden = { schema: { hide: true } } as const

/**
 * `/sign-in/link?token=…`: what the start of the server and `switchboard open` print. It signs in at once and once, as the owner, whoever
 * opens it on this machine. Only a browser that somebody sends here uses it up: what looks ahead, or only asks for the head, does not.
 */
export function registerSignInLink(app: App, desk: PeopleDesk): void {
  app.get('/sign-in/link', hidden, async (request, reply) => {
    reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer')
    if (!isFromThisMachine(request.raw))
      throw new Refusal('forbidden', { detail: 'This link works on the machine that the server runs on.' })
    if (!isOpenedByPerson(request)) return reply.code(204).send()
    return await open(desk, request, reply)
  })
}

async function open(desk: PeopleDesk, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { token } = readForm(Query, request.query)
  const headers = headersOf(request)
  try {
    const { link, userId } = await followSignInLink(desk.pool, token)
    const answer = await desk.auth.api.openSessionByLink({ body: { userId }, headers, asResponse: true })
    takeCookies(reply, answer)
    await auditPerson(desk, request, { action: 'sign-in', userId, subject: link.id, status: 303 })
    return reply.redirect(consolePath, 303)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    // Opened again from the terminal by who is signed in already: they want the console, not a lesson.
    if (await desk.auth.api.getSession({ headers })) return reply.redirect(consolePath, 303)
    return answerPage(reply.code(error.status), { html: deadLinkPage(error.message) })
  }
}

/** https://www.w3.org/TR/fetch-metadata/ and https://wicg.github.io/nav-speculation/prefetch.html#sec-purpose-header */
function isOpenedByPerson({ method, headers }: FastifyRequest): boolean {
  const looksAhead = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].some((name) => {
    const said = headers[name]
    return typeof said === 'string' && /prefetch|prerender|preview/i.test(said)
  })
  const into = headers['sec-fetch-dest']
  return method === 'GET' && !looksAhead && (into === undefined || into === 'document')
}
