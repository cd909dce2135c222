import { requireNamedInReach } from '../access/named-reach.ts'
import type { App } from './app-type.ts'

/** Refuses requests that name an account or contact out of reach. Call after the routes are guarded. */
export function checkReach(app: App): void {
  app.addHook('preHandler', (request, _reply, done) => {
    const { principal } = request
    if (!principal || (principal.reach.accounts === null && principal.reach.contacts === null)) return done()
    const { params, query, body, routeOptions } = request
    const kind = /^\/v1\/(account|contact)s\/:id\b/.exec(routeOptions.url ?? '')?.[1]
    // Of a route with `:id`.
    const subject = kind === undefined ? null : { [`${kind}Id`]: (params as { readonly id?: unknown }).id }
    for (const fields of [subject, params, query, body, toOf(body)]) requireNamedInReach(principal, fields)
    done()
  })
}

/** `{ "to": { "contactId": … } }` */
function toOf(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'to' in body ? body.to : null
}
