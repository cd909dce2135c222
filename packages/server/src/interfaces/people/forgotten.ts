import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { mailForgotten } from '../../people/forgotten-password.ts'
import { Refusal } from '../../refusal.ts'
import type { App } from '../app-type.ts'
import { answerPage } from '../edge/page-policy.ts'
import type { PeopleDesk } from '../people-desk.ts'
import { auditPerson } from './audit-people.ts'
import { readForm, readForms, requireOwnPage } from './forms.ts'
import { errorBox, escaped, page } from './page.ts'

const Form = z.object({ email: z.string().max(254) })
const hidden = { schema: { hide: true } } as const
export const forgottenPath = '/sign-in/forgotten'

/** `/sign-in/forgotten`: a link for a new password, by mail. The answer is the same whether there is such an account or not. */
export async function registerForgotten(app: App, desk: PeopleDesk): Promise<void> {
  await app.register(async (plugin) => {
    const scope = plugin as unknown as App // the same, one level in
    readForms(scope)
    scope.get(forgottenPath, hidden, (_request, reply) =>
      answerPage(reply, { html: desk.mailer ? askPage({}) : noMailPage() }),
    )
    scope.post(forgottenPath, hidden, (request, reply) => ask(desk, request, reply))
  })
}

async function ask(desk: PeopleDesk, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  requireOwnPage(request)
  const { email } = readForm(Form, request.body)
  const { mailer, pool, origin } = desk
  if (!mailer) return answerPage(reply.code(404), { html: noMailPage() })
  try {
    // Never told to have succeeded: asking is what is slowed down.
    await desk.limits.attempt(`forgotten ${email}`, request.ip)
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'too-many-requests') throw error
    const html = askPage({ email, error: error.message })
    return answerPage(reply.code(error.status).headers(error.headers), { html })
  }
  // Not waited for: how long it takes would tell whether there is such an account.
  void mailForgotten({ pool, mailer, origin }, email)
    .then(
      (link) => link && auditPerson(desk, request, { action: 'reset', tried: email, subject: link.id, status: 202 }),
    )
    .catch((error: unknown) => request.log.error({ err: error }, 'a link for a new password was not mailed'))
  return answerPage(reply, { html: askedPage(email) })
}

function askPage({ email = '', error }: { readonly email?: string; readonly error?: string }): string {
  return page(
    'Forgotten password',
    `<h1>Forgotten your password?</h1><p>Type your address, and a link for a new one is mailed to it.</p>${errorBox(error)}
<form method="post" action="${forgottenPath}"><div class="field"><label for="email">E-mail</label><input id="email" name="email" type="email" autocomplete="username" required autofocus value="${escaped(email)}"></div>
<button>Mail me a link</button></form><p class="foot"><a href="/sign-in">Back to signing in</a></p>`,
  )
}

function askedPage(email: string): string {
  return page(
    'Look into your mail',
    `<h1>Look into your mail</h1><p>If <strong>${escaped(email)}</strong> belongs to somebody here, a link is on its way to it. It works once, for half an hour.</p>
<p>Nothing came? Look among spam, or ask somebody who manages your workspace for a link.</p><div class="buttons"><a class="button quiet" href="/sign-in">Back to signing in</a></div>`,
  )
}

function noMailPage(): string {
  return page(
    'Forgotten password',
    `<h1>This server sends no mail</h1><p>Somebody who manages your workspace makes a link for a new password, under Settings › Members.</p>
<div class="buttons"><a class="button quiet" href="/sign-in">Back to signing in</a></div>`,
  )
}
