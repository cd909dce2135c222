import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { requireFreshSession } from '../../people/fresh-session.ts'
import { Refusal } from '../../refusal.ts'
import type { App } from '../app-type.ts'
import type { PeopleDesk } from '../people-desk.ts'
import { auditPerson, whoOwesCode } from './audit-people.ts'
import { headersOf } from './forms.ts'

/** What of better-auth's addresses is given: nobody signs up, and workspaces and members are ours. */
const given = {
  GET: [
    'get-session',
    'list-sessions',
    'passkey/generate-register-options',
    'passkey/list-user-passkeys',
    'passkey/generate-authenticate-options',
  ],
  POST: [
    'sign-in/email',
    'sign-out',
    'revoke-session',
    'revoke-other-sessions',
    'two-factor/enable',
    'two-factor/disable',
    'two-factor/get-totp-uri',
    'two-factor/generate-backup-codes',
    'two-factor/verify-totp',
    'two-factor/verify-backup-code',
    'passkey/verify-registration',
    'passkey/delete-passkey',
    'passkey/verify-authentication',
  ],
} as const
const signsInByCode = new Set<string>(['two-factor/verify-totp', 'two-factor/verify-backup-code'])
/** Where a secret is guessed at. */
const guessed = new Set<string>(['sign-in/email', ...signsInByCode])
/** Where whoever sits at somebody's session could guess their password. */
const asksPassword = new Set<string>([
  ...['two-factor/enable', 'two-factor/disable', 'two-factor/get-totp-uri', 'two-factor/generate-backup-codes'],
])

/** `/api/auth/*`, for the console and other clients of better-auth: JSON in and out, in its words. */
export function registerAuthApi(app: App, desk: PeopleDesk): void {
  for (const method of ['GET', 'POST'] as const) {
    for (const path of given[method]) {
      app.route({
        method,
        url: `/api/auth/${path}`,
        schema: { hide: true },
        handler: (request, reply) => pass(desk, path, request, reply),
      })
    }
  }
}

const Coded = z.object({ code: z.string().max(100) })
const Named = z.object({ email: z.string().max(254) })
/** Who it was, as better-auth answers where somebody has just signed in. */
const Known = z.object({
  user: z.object({ id: z.string() }).optional(),
  session: z.object({ userId: z.string() }).optional(),
})
const signsIn = new Set<string>([...guessed, 'passkey/verify-authentication'])

async function pass(
  desk: PeopleDesk,
  path: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const tried = Named.safeParse(request.body).data?.email ?? 'a code'
  const headers = headersOf(request)
  // Its own check of where a request comes from: what the browser said, not what we are.
  const { origin } = request.headers
  if (origin === undefined) headers.delete('origin')
  else headers.set('origin', origin)
  if (request.method === 'POST') headers.set('content-type', 'application/json')
  const session = request.method === 'POST' ? await desk.auth.api.getSession({ headers }) : null
  // A new one asks for the same, by better-auth itself.
  if (path === 'passkey/delete-passkey') await requireFreshSession(desk.auth, request.headers.cookie)
  const account = guessed.has(path) ? tried : asksPassword.has(path) ? session?.user.id : undefined
  const attempt = account === undefined ? undefined : await desk.limits.attempt(account, request.ip)
  const owesCode = guessed.has(path) ? await whoOwesCode(desk, request) : undefined
  if (signsInByCode.has(path) && !session) await spendCode(desk, request, owesCode)
  const answer = await desk.auth.handler(
    new Request(`${request.protocol}://${request.host}${request.url}`, {
      method: request.method,
      headers,
      ...(request.method === 'POST' ? { body: JSON.stringify(request.body ?? {}) } : {}),
    }),
  )
  if (answer.ok) await attempt?.succeeded()
  const body = Buffer.from(await answer.arrayBuffer())
  if (request.method === 'POST') {
    const userId = session?.user.id ?? (answer.ok ? signedInAs(path, body) : undefined)
    // Of who neither is somebody nor guesses at a secret, nothing is written: strangers would fill the audit.
    if (userId !== undefined || (!answer.ok && guessed.has(path)))
      await auditPerson(desk, request, {
        action: path === 'sign-out' ? 'sign-out' : session ? 'account' : 'sign-in',
        userId,
        tried: owesCode ?? (path === 'sign-in/email' ? tried : undefined),
        status: answer.status,
      })
  }
  for (const [name, value] of answer.headers) if (name !== 'set-cookie') reply.header(name, value)
  for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie)
  return reply.code(answer.status).send(body)
}

/** Whose code it is must be known, or it could be used twice. @throws {Refusal} unauthenticated */
async function spendCode(desk: PeopleDesk, request: FastifyRequest, owesCode: string | undefined): Promise<void> {
  if (owesCode === undefined)
    throw new Refusal('unauthenticated', { detail: 'Give the address and the password first.' })
  const { code } = Coded.safeParse(request.body).data ?? {}
  if (code === undefined || (await desk.limits.spend(owesCode, code))) return
  await auditPerson(desk, request, { action: 'sign-in', tried: owesCode, status: 401 })
  throw new Refusal('unauthenticated', { detail: 'This code was used. Wait for the next one.' })
}

/** Undefined: nobody yet, a code is still owed. */
function signedInAs(path: string, body: Buffer): string | undefined {
  if (!signsIn.has(path)) return undefined
  const { user, session } = Known.parse(JSON.parse(body.toString()))
  return user?.id ?? session?.userId
}
