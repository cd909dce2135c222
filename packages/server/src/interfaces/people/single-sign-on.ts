import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isSameOrigin } from '../../access/authenticate.ts'
import { arrive } from '../../people/single-sign-on/arrive.ts'
import { type Begun, begunSeconds, openBegun, sealBegun } from '../../people/single-sign-on/begun.ts'
import type { Identity } from '../../people/single-sign-on/identity-provider.ts'
import type { SingleSignOn } from '../../people/single-sign-on/single-sign-on.ts'
import { openLink } from '../../people/welcome.ts'
import { Refusal } from '../../refusal.ts'
import type { App } from '../app-type.ts'
import { answerPage } from '../edge/page-policy.ts'
import type { PeopleDesk } from '../people-desk.ts'
import { auditPerson } from './audit-people.ts'
import { beginWhereJoined } from './begin-in.ts'
import { consolePath } from './console-path.ts'
import { headersOf, readForm, takeCookies } from './forms.ts'
import { errorBox, escaped, page } from './page.ts'
import { safeTarget } from './safe-target.ts'

const Query = z.object({
  to: z.string().max(2_000).default(consolePath),
  invitation: z.string().max(100).optional(),
})
const hidden = { schema: { hide: true } } as const
export const ssoPath = '/sign-in/sso'
const callbackPath = `${ssoPath}/callback`
const cookieName = 'switchboard.sso'

/**
 * `/sign-in/sso`: to the identity provider and back. A link and not a form: browsers hold `form-action` against where a form's answer
 * redirects to.
 */
export function registerSingleSignOn(app: App, desk: PeopleDesk): void {
  app.get(ssoPath, hidden, (request, reply) => answering(reply, () => begin(desk, request, reply)))
  app.get(callbackPath, hidden, (request, reply) => answering(reply, () => comeBack(desk, request, reply)))
}

/** `<a>` for pages; nothing where no provider is configured. */
export function ssoButton({ singleSignOn }: PeopleDesk, verb: string, query: Record<string, string>): string {
  if (!singleSignOn) return ''
  const href = `${ssoPath}?${new URLSearchParams(query)}`
  return `<div class="or">or</div><a class="button quiet" href="${escaped(href)}">${verb} with ${escaped(singleSignOn.name)}</a>`
}

async function begin(desk: PeopleDesk, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { provider, sealer } = required(desk)
  const { to, invitation } = readForm(Query, request.query)
  // A link from elsewhere must not make somebody a member who has not read whose invitation it is: the page asks.
  if (invitation !== undefined && !isSameOrigin(request.headers))
    return reply.redirect(`/welcome?token=${encodeURIComponent(invitation)}`, 303)
  const link = invitation === undefined ? null : await openLink(desk.pool, invitation)
  const { url, checks } = await provider.begin(redirectUri(desk, request))
  const cookie = sealBegun(sealer, { ...checks, to: safeTarget(to), linkId: link?.id ?? null })
  return reply.header('set-cookie', cookieOf(desk, cookie, begunSeconds)).redirect(url, 303)
}

async function comeBack(desk: PeopleDesk, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { provider, sealer } = required(desk)
  // Used once, whatever comes of it.
  reply.header('set-cookie', cookieOf(desk, '', 0))
  const begun = begunIn(request, sealer)
  if (!begun)
    throw new Refusal('unauthenticated', {
      detail:
        'Nobody was sent to the identity provider from this browser in the last ten minutes. Begin again from the sign-in page.',
    })
  const { search } = new URL(request.url, 'http://here.invalid')
  const identity = await provider.finish(new URL(redirectUri(desk, request) + search), begun)
  return await letIn(desk, request, reply, { begun, identity })
}

async function letIn(
  desk: PeopleDesk,
  request: FastifyRequest,
  reply: FastifyReply,
  { begun, identity }: { readonly begun: Begun; readonly identity: Identity },
): Promise<FastifyReply> {
  const headers = headersOf(request)
  const session = await desk.auth.api.getSession({ headers })
  const arrival = { identity, linkId: begun.linkId, signedInAs: session?.user.id ?? null }
  try {
    const { userId, joined } = await arrive(desk.pool, required(desk).rules, arrival)
    const opened = await desk.auth.api.openSessionByLink({ body: { userId }, headers, asResponse: true })
    takeCookies(reply, opened)
    if (joined) await beginWhereJoined(desk, opened, joined.workspaceId)
    const subject = joined?.linkId ?? null
    await auditPerson(desk, request, { action: joined ? 'join' : 'sign-in', userId, subject, status: 303 })
    return reply.redirect(begun.to, 303)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    await auditPerson(desk, request, { action: 'sign-in', tried: identity.email ?? '', status: error.status })
    throw error
  }
}

/** A person reads it: what is refused is a page. */
async function answering(reply: FastifyReply, answer: () => Promise<FastifyReply>): Promise<FastifyReply> {
  reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer')
  try {
    return await answer()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return answerPage(reply.code(error.status), { html: refusedPage(error.message) })
  }
}

function refusedPage(why: string): string {
  return page(
    'Sign in',
    `<h1>You are not signed in</h1>${errorBox(why)}<div class="buttons"><a class="button quiet" href="/sign-in">To the sign-in page</a></div>`,
  )
}

function required({ singleSignOn }: PeopleDesk): SingleSignOn {
  if (singleSignOn) return singleSignOn
  throw new Refusal('not-found', { detail: 'No identity provider is configured here.' })
}

/** Where others reach us it is configured; on this machine it is as whoever asks does, and the provider knows which it takes. */
function redirectUri({ publicBaseUrl }: PeopleDesk, { protocol, host }: FastifyRequest): string {
  return `${publicBaseUrl ?? `${protocol}://${host}`}${callbackPath}`
}

function cookieOf({ origin }: PeopleDesk, value: string, seconds: number): string {
  const secure = origin.startsWith('https:') ? '; Secure' : ''
  return `${cookieName}=${value}; Path=${ssoPath}; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`
}

function begunIn({ headers }: FastifyRequest, sealer: SingleSignOn['sealer']): Begun | undefined {
  const value = /(?:^|;\s*)switchboard\.sso=([\w-]{1,4000})/.exec(headers.cookie ?? '')?.[1]
  return value === undefined ? undefined : openBegun(sealer, value)
}
