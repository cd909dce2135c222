import type { Scope } from '@switchboard/contract'
import type { FastifyRequest } from 'fastify'
import type { Authenticator } from '../access/authenticate.ts'
import { type Principal, requireScope } from '../access/principal.ts'
import { Refusal } from '../refusal.ts'
import type { App } from './app-type.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the caller's credential must be allowed to do; `any`: any valid credential will do. */
    scope?: Scope | 'any'
    /** No credential is asked for here (or the route checks its own, like a webhook's signature). */
    public?: true
  }
  interface FastifyRequest {
    /** Null on a public route. */
    principal: Principal | null
    /** Whether the credential would be let in again: a stream outlives a key's revocation unless it asks. */
    isStillAdmitted(): Promise<boolean>
  }
}

/**
 * Checks every request against what its route declares, `config: { scope: 'messages:read' }` or `config: { public: true }`,
 * and makes a route that declares neither (or both) impossible to register: the server does not start.
 */
export function guardRoutes(app: App, authenticator: Authenticator): void {
  app.decorateRequest('principal', null)
  app.addHook('onRoute', ({ method, url, config }) => {
    if ((config?.scope !== undefined) === (config?.public === true)) {
      throw new Error(
        `${String(method)} ${url} must declare who may call it: config: { scope: '…' } or config: { public: true }`,
      )
    }
  })
  const admit = async (request: FastifyRequest): Promise<void> => {
    const { scope } = request.routeOptions.config
    // Only a route from before the guard could lack a scope; it stays shut.
    if (!scope) throw new Refusal('forbidden')
    request.principal = await authenticator.authenticate(request.headers)
    if (scope !== 'any') requireScope(request.principal, scope)
  }
  // With a callback, because webhooks pass here too and a promise for each of them would cost.
  app.addHook('onRequest', (request, _reply, done) => {
    if (request.is404 || request.routeOptions.config.public) return done()
    admit(request).then(() => done(), done)
  })
  app.decorateRequest('isStillAdmitted', async function (this: FastifyRequest) {
    try {
      await admit(this)
    } catch (error) {
      if (error instanceof Refusal) return false
      // The database did not answer. Nothing new can be read meanwhile, and the next time tells.
      this.log.warn({ err: error }, 'a credential could not be checked again')
    }
    return true
  })
}

/** Who asks, on a route with a scope. */
export function principalOf(request: FastifyRequest): Principal {
  if (!request.principal) throw new Error('principalOf() was called on a public route')
  return request.principal
}
