import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { isSameOrigin } from '../../access/authenticate.ts'
import { Refusal } from '../../refusal.ts'
import type { App } from '../app-type.ts'

/** Forms of pages, in this scope only: elsewhere a body is JSON, which no foreign page's form can send. */
export function readForms(app: App): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 16_384 },
    (_, body, done) => done(null, Object.fromEntries(new URLSearchParams(body.toString()))),
  )
}

/** @throws {Refusal} cross-site */
export function requireOwnPage({ headers }: FastifyRequest): void {
  if (isSameOrigin(headers)) return
  throw new Refusal('cross-site', { detail: 'This form must be sent from a page of this server. Open it there again.' })
}

/** @throws {Refusal} invalid-request: no page of ours sends such a form */
export function readForm<Form extends z.ZodType>(form: Form, body: unknown): z.infer<Form> {
  const read = form.safeParse(body ?? {})
  if (read.success) return read.data
  const errors = read.error.issues.map(({ path, message }) => ({ path: ['body', ...path].join('.'), message }))
  throw new Refusal('invalid-request', {
    detail: errors.map(({ path, message }) => `${path}: ${message}`).join('; '),
    errors,
  })
}

/** What better-auth answered, cookies too, without its body. */
export function takeCookies(reply: FastifyReply, answer: Response): void {
  for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie)
}

/** Of whoever asks, as better-auth reads them. */
export function headersOf({ headers, protocol, host, ip }: FastifyRequest): Headers {
  const passed = new Headers({ 'x-forwarded-for': ip, origin: `${protocol}://${host}` })
  for (const name of ['cookie', 'user-agent'] as const) {
    const value = headers[name]
    if (value !== undefined) passed.set(name, value)
  }
  return passed
}
