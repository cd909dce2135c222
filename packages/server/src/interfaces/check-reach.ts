import type { FastifyRequest } from 'fastify'
import type { Authenticator } from '../access/authenticate.ts'
import { requireNamedInReach } from '../access/named-reach.ts'
import { isNarrowed, type Principal } from '../access/principal.ts'
import { isSubjectKind } from '../access/reached-subject.ts'
import { Refusal } from '../refusal.ts'
import type { App } from './app-type.ts'

/**
 * What concerns everybody in the workspace, so that a credential that reaches a part of it would reach beyond: endpoints to which every
 * event goes, raw bodies, the simulated customers' phones, the list of who may be written to, all accounts' templates.
 */
const wholeOnly: readonly RegExp[] = [
  /^\w+ \/v1\/webhook-endpoints\b/,
  /^\w+ \/v1\/inbox\b/,
  /^(PUT|PATCH) \/v1\/settings\//,
  /^\w+ \/v1\/simulator\b/,
  /^(POST|PATCH|DELETE) \/v1\/(labels|canned-replies)(\/:id)?$/,
  /^POST \/v1\/accounts$/,
  /^POST \/v1\/accounts\/:id\/default$/,
  /^POST \/v1\/templates\/sync$/,
  /^(PUT|DELETE) \/api\/settings\//,
]

/**
 * Holds a credential that reaches some accounts or contacts only to them, whatever it asks: what the address is about, what the
 * request names. Lists are narrowed where they are read, and sends by the gate. Call after the routes are guarded.
 */
export function checkReach(app: App, authenticator: Authenticator): void {
  app.addHook('preHandler', (request, _reply, done) => {
    const { principal } = request
    if (!principal || !isNarrowed(principal)) return done()
    check(request, principal, authenticator).then(() => done(), done)
  })
}

async function check(request: FastifyRequest, principal: Principal, authenticator: Authenticator): Promise<void> {
  const { params, query, body, routeOptions } = request
  const { url = '' } = routeOptions
  if (wholeOnly.some((pattern) => pattern.test(`${request.method} ${url}`)))
    throw new Refusal('out-of-reach', {
      detail: 'This is about the whole workspace, and your credential reaches a part of it.',
    })
  for (const fields of [params, query, body, toOf(body)]) requireNamedInReach(principal, fields)
  const kind = /^\/v1\/(\w+)\/:id\b/.exec(url)?.[1]
  if (kind === undefined || !isSubjectKind(kind)) return
  // A route with `:id`, which its schema has read.
  const { id } = params as { readonly id: string }
  if (!(await authenticator.reaches(principal, kind, id)))
    throw new Refusal('not-found', {
      detail: `There is nothing of the id ${id} among ${kind} that your credential reaches.`,
    })
}

/** `{ "to": { "contactId": … } }` */
function toOf(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'to' in body ? body.to : null
}
