import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Refusal } from '../../refusal.ts'
import type { App } from '../app-type.ts'
import { answerPage } from '../edge/page-policy.ts'
import type { PeopleDesk } from '../people-desk.ts'
import { auditPerson, whoOwesCode } from './audit-people.ts'
import { consolePath } from './console-path.ts'
import { forgottenPath } from './forgotten.ts'
import { headersOf, readForm, readForms, requireOwnPage, takeCookies } from './forms.ts'
import { errorBox, escaped, page } from './page.ts'
import { passkeyScript, registerPasskeyScript } from './passkey-script.ts'
import { safeTarget } from './safe-target.ts'
import { ssoButton } from './single-sign-on.ts'

const Credentials = z.object({
  email: z.string().max(254),
  password: z.string().max(200),
  to: z.string().max(2_000).default(consolePath),
})
const Code = z.object({ code: z.string().max(20), to: z.string().max(2_000).default(consolePath) })
const Query = z.object({ to: z.string().max(2_000).default(consolePath) })
const hidden = { schema: { hide: true } } as const

/** What better-auth answers to who gave a password or a code. */
interface SignInAnswer {
  readonly twoFactorRedirect?: boolean
  readonly user?: { readonly id: string }
}

/** `/sign-in`, for people; only passkeys need its script. `?to=` is where it leads afterwards, on this server. */
export async function registerSignIn(app: App, desk: PeopleDesk): Promise<void> {
  await app.register(async (plugin) => {
    const scope = plugin as unknown as App // the same, one level in
    readForms(scope)
    scope.get('/sign-in', hidden, (request, reply) =>
      answerPage(reply, {
        html: signInPage(desk, { to: readForm(Query, request.query).to }),
        scripts: true,
      }),
    )
    registerPasskeyScript(scope)
    scope.post('/sign-in', hidden, (request, reply) => signIn(desk, request, reply))
    scope.post('/sign-in/code', hidden, (request, reply) => giveCode(desk, request, reply))
    scope.post('/sign-out', hidden, async (request, reply) => {
      requireOwnPage(request)
      const headers = headersOf(request)
      const session = await desk.auth.api.getSession({ headers })
      takeCookies(reply, await desk.auth.api.signOut({ headers, asResponse: true }))
      if (session) await auditPerson(desk, request, { action: 'sign-out', userId: session.user.id, status: 303 })
      return reply.redirect('/sign-in', 303)
    })
  })
}

async function signIn(desk: PeopleDesk, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  requireOwnPage(request)
  const { email, password, to } = readForm(Credentials, request.body)
  const again = (error: string, status: number, headers = {}) =>
    answerPage(reply.code(status).headers(headers), {
      html: signInPage(desk, { to, email, error }),
      scripts: true,
    })
  try {
    const attempt = await desk.limits.attempt(email, request.ip)
    const body = { email: email.trim().toLowerCase(), password }
    const answer = await desk.auth.api.signInEmail({ body, headers: headersOf(request), asResponse: true })
    if (!answer.ok) {
      await auditPerson(desk, request, { action: 'sign-in', tried: email, status: 401 })
      return again('The address or the password is wrong.', 401)
    }
    await attempt.succeeded()
    takeCookies(reply, answer)
    const said = (await answer.json()) as SignInAnswer
    if (said.twoFactorRedirect) return answerPage(reply, { html: codePage({ to }) })
    await auditPerson(desk, request, { action: 'sign-in', userId: said.user?.id, status: 303 })
    return reply.redirect(safeTarget(to), 303)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'too-many-requests')
      return again(error.message, error.status, error.headers)
    throw error
  }
}

/** Six digits of an app, or one of the codes that were written down. */
async function giveCode(desk: PeopleDesk, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  requireOwnPage(request)
  const { code, to } = readForm(Code, request.body)
  const plain = code.replace(/\s/g, '')
  const asked = { body: { code: plain }, headers: headersOf(request), asResponse: true } as const
  try {
    const attempt = await desk.limits.attempt('a code', request.ip)
    const tried = await whoOwesCode(desk, request)
    const isNew = tried !== undefined && (await desk.limits.spend(tried, plain))
    const answer = !isNew
      ? undefined
      : /^\d{6}$/.test(plain)
        ? await desk.auth.api.verifyTOTP(asked)
        : await desk.auth.api.verifyBackupCode(asked)
    if (!answer?.ok) {
      await auditPerson(desk, request, { action: 'sign-in', tried, status: 401 })
      return answerPage(reply.code(401), {
        html: codePage({ to, error: 'The code is wrong, too old, or was used. Wait for the next one.' }),
      })
    }
    await attempt.succeeded()
    takeCookies(reply, answer)
    const { user } = (await answer.json()) as SignInAnswer
    await auditPerson(desk, request, { action: 'sign-in', userId: user?.id, status: 303 })
    return reply.redirect(safeTarget(to), 303)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'too-many-requests')
      return answerPage(reply.code(error.status).headers(error.headers), {
        html: codePage({ to, error: error.message }),
      })
    throw error
  }
}

interface Shown {
  readonly to: string
  readonly email?: string
  readonly error?: string
}

function signInPage(desk: PeopleDesk, { to, email = '', error }: Shown): string {
  return page(
    'Sign in',
    `<h1>Sign in</h1><p>Welcome back. Go on where you left off.</p>${errorBox(error)}
<form method="post" action="/sign-in"><input type="hidden" name="to" value="${escaped(to)}">
<div class="field"><label for="email">E-mail</label><input id="email" name="email" type="email" autocomplete="username webauthn" required value="${escaped(email)}"></div>
<div class="field"><label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password" required></div>
<button>Sign in</button></form>${desk.mailer ? `<p><a href="${forgottenPath}">Forgotten your password?</a></p>` : ''}
${ssoButton(desk, 'Sign in', { to: safeTarget(to) })}<div id="by-passkey"${desk.singleSignOn ? ' class="buttons"' : ''} data-to="${escaped(safeTarget(to))}" hidden>${desk.singleSignOn ? '' : '<div class="or">or</div>'}<button type="button" class="quiet">Sign in with a passkey</button><p class="error" role="alert" hidden></p></div>
<p class="foot">No account, or locked out? Somebody who manages your workspace sends you a link. On the machine that the server runs on, “switchboard open” prints one.</p>`,
    { script: passkeyScript },
  )
}

function codePage({ to, error }: Shown): string {
  return page(
    'Code',
    `<h1>One more step</h1><p>Type the code that your app shows, or one of your backup codes.</p>${errorBox(error)}
<form method="post" action="/sign-in/code"><input type="hidden" name="to" value="${escaped(to)}">
<div class="field"><label for="code">Code</label><input class="code" id="code" name="code" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" required autofocus></div>
<button>Go on</button></form><p class="foot"><a href="/sign-in?to=${escaped(encodeURIComponent(to))}">Sign in as somebody else</a></p>`,
  )
}
