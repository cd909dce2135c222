import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { openAddressLink, takeNewAddress, tellFormerAddress } from '../../people/change-address.ts'
import { linkPaths } from '../../people/one-time-links.ts'
import { Refusal } from '../../refusal.ts'
import type { App } from '../app-type.ts'
import { answerPage } from '../edge/page-policy.ts'
import type { PeopleDesk } from '../people-desk.ts'
import { auditPerson } from './audit-people.ts'
import { consolePath } from './console-path.ts'
import { headersOf, readForm, readForms, requireOwnPage } from './forms.ts'
import { escaped, page } from './page.ts'
import { deadLinkPage } from './welcome.ts'

const Token = z.object({ token: z.string().max(100).default('') })
const hidden = { schema: { hide: true } } as const
const path = linkPaths.address

/** `/sign-in/address?token=…`: what a mail to somebody's new address leads to. Looking at it changes nothing. */
export async function registerNewAddress(app: App, desk: PeopleDesk): Promise<void> {
  await app.register(async (plugin) => {
    const scope = plugin as unknown as App // the same, one level in
    readForms(scope)
    scope.get(path, hidden, (request, reply) =>
      answering(reply, async () => {
        const { token } = readForm(Token, request.query)
        const { email, userId } = await openAddressLink(desk.pool, token)
        const isTheirs = (await signedInAs(desk, request)) === userId
        return answer(reply, isTheirs ? askPage(token, email ?? '') : signInPage(token))
      }),
    )
    scope.post(path, hidden, (request, reply) => answering(reply, () => take(desk, request, reply)))
  })
}

async function take(desk: PeopleDesk, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  requireOwnPage(request)
  const { token } = readForm(Token, request.body)
  const { pool, mailer } = desk
  const userId = await signedInAs(desk, request)
  const { id, email } = await openAddressLink(pool, token)
  const former = await takeNewAddress(pool, token, userId)
  await auditPerson(desk, request, { action: 'account', userId: userId ?? undefined, subject: id, status: 303 })
  if (former !== null && mailer)
    // It is done, whether they can be told or not.
    await tellFormerAddress(mailer, former, email ?? '').catch((error: unknown) =>
      request.log.warn({ err: error }, 'who had an address before was not told that it has changed'),
    )
  return reply.redirect(`${consolePath}settings/account`, 303)
}

async function signedInAs({ auth }: PeopleDesk, request: FastifyRequest): Promise<string | null> {
  return (await auth.api.getSession({ headers: headersOf(request) }))?.user.id ?? null
}

function answer(reply: FastifyReply, html: string): FastifyReply {
  return answerPage(reply.header('cache-control', 'no-store').header('referrer-policy', 'same-origin'), { html })
}

/** A person reads it: what is refused is a page. */
async function answering(reply: FastifyReply, work: () => Promise<FastifyReply>): Promise<FastifyReply> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return answer(reply.code(error.status), deadLinkPage(error.message))
  }
}

function askPage(token: string, email: string): string {
  return page(
    'Your new address',
    `<h1>Your new address</h1><p>From now on you sign in with <strong>${escaped(email)}</strong>, and mails go there.</p>
<form method="post" action="${path}"><input type="hidden" name="token" value="${escaped(token)}"><button>Use this address</button></form>`,
  )
}

function signInPage(token: string): string {
  const to = `${path}?${new URLSearchParams({ token })}`
  return page(
    'Your new address',
    `<h1>Sign in first</h1><p>Only who asked for this address can take it: sign in as you did until now.</p>
<div class="buttons"><a class="button" href="/sign-in?${escaped(String(new URLSearchParams({ to })))}">Sign in</a></div>`,
  )
}
