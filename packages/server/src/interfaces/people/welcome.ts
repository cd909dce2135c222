import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { LinkRow } from '../../people/one-time-links.ts'
import { followLink, openLink } from '../../people/welcome.ts'
import { Refusal } from '../../refusal.ts'
import type { App } from '../app-type.ts'
import { answerPage } from '../edge/page-policy.ts'
import type { PeopleDesk } from '../people-desk.ts'
import { auditPerson } from './audit-people.ts'
import { beginWhereJoined } from './begin-in.ts'
import { consolePath } from './console-path.ts'
import { headersOf, readForm, readForms, requireOwnPage, takeCookies } from './forms.ts'
import { errorBox, escaped, page } from './page.ts'
import { ssoButton } from './single-sign-on.ts'

const Query = z.object({ token: z.string().max(100).default('') })
const Form = z.object({
  token: z.string().max(100),
  name: z.string().max(100).default(''),
  email: z.string().max(254).default(''),
  password: z.string().max(200),
})
const hidden = { schema: { hide: true } } as const

/** `/welcome?token=…`: what a link that lets in once leads to. Looking at it uses nothing up: programs look at links in mails. */
export async function registerWelcome(app: App, desk: PeopleDesk): Promise<void> {
  await app.register(async (plugin) => {
    const scope = plugin as unknown as App // the same, one level in
    readForms(scope)
    scope.get('/welcome', hidden, async (request, reply) => {
      const { token } = readForm(Query, request.query)
      try {
        return answer(reply, welcomePage(desk, await openLink(desk.pool, token), { token }))
      } catch (error) {
        return answerRefusal(reply, error)
      }
    })
    scope.post('/welcome', hidden, (request, reply) => arrive(desk, request, reply))
  })
}

async function arrive(desk: PeopleDesk, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  requireOwnPage(request)
  const asked = readForm(Form, request.body)
  try {
    const { email, userId, link } = await followLink(desk, { ...asked, address: request.ip })
    const action = link.purpose === 'reset' ? 'reset' : 'join'
    await auditPerson(desk, request, { action, userId, subject: link.id, status: 303 })
    const body = { email, password: asked.password }
    const signedIn = await desk.auth.api.signInEmail({ body, headers: headersOf(request), asResponse: true })
    // A second factor is asked for at the usual place.
    if (signedIn.ok) {
      takeCookies(reply, signedIn)
      await beginWhereJoined(desk, signedIn, link.workspaceId)
    }
    return reply.redirect(signedIn.ok ? consolePath : '/sign-in', 303)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const link = await openLink(desk.pool, asked.token).catch(() => undefined)
    if (!link) return answerRefusal(reply, error)
    if (error.code === 'unauthenticated') {
      const tried = link.email ?? asked.email
      await auditPerson(desk, request, { action: 'join', tried, subject: link.id, status: error.status })
    }
    const shown = { ...asked, error: error.message }
    return answer(reply.code(error.status).headers(error.headers), welcomePage(desk, link, shown))
  }
}

function answer(reply: FastifyReply, html: string): FastifyReply {
  // The address holds the token: it is told to nobody and kept nowhere.
  return answerPage(reply.header('cache-control', 'no-store').header('referrer-policy', 'same-origin'), { html })
}

function answerRefusal(reply: FastifyReply, error: unknown): FastifyReply {
  if (!(error instanceof Refusal)) throw error
  return answer(reply.code(error.status), deadLinkPage(error.message))
}

/** Why a link does nothing, and what to do instead. */
export function deadLinkPage(why: string): string {
  return page(
    'Link',
    `<h1>This link leads nowhere</h1>${errorBox(why)}<div class="buttons"><a class="button quiet" href="/sign-in">To the sign-in page</a></div>`,
  )
}

interface Shown {
  readonly token: string
  readonly name?: string
  readonly email?: string
  readonly error?: string
}

function welcomePage(desk: PeopleDesk, link: LinkRow, { token, name = '', email = '', error }: Shown): string {
  const start = `<form method="post" action="/welcome"><input type="hidden" name="token" value="${escaped(token)}">`
  const password = (more: string) =>
    `<div class="field"><label for="password">Password</label><input id="password" name="password" type="password" autocomplete="new-password" required aria-describedby="rules"><small id="rules">At least 12 letters. A short sentence is good.${more}</small></div>`
  if (link.purpose === 'reset')
    return page(
      'New password',
      `<h1>A new password</h1><p>For <strong>${escaped(link.email ?? '')}</strong>. You are signed out everywhere else.</p>${errorBox(error)}
${start}${password('')}<button>Set it and sign in</button></form>`,
    )
  const bound = link.email === null ? '' : ' readonly'
  return page(
    'Welcome',
    `<h1>Welcome</h1><p>You join the workspace “<strong>${escaped(link.workspaceName)}</strong>” as ${escaped(words[link.role ?? 'viewer'])}.</p>${errorBox(error)}
${start}<div class="field"><label for="name">Your name</label><input id="name" name="name" autocomplete="name" maxlength="100" value="${escaped(name)}"></div>
<div class="field"><label for="email">E-mail</label><input id="email" name="email" type="email" autocomplete="username" required${bound} value="${escaped(link.email ?? email)}"></div>
${password(' If you have an account here already: its password.')}<button>Join</button></form>${ssoButton(desk, 'Join', { invitation: token })}`,
  )
}

const words = { owner: 'its owner', admin: 'an admin', agent: 'an agent', viewer: 'a viewer' } as const
