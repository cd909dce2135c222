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
  app.addHook('onRequest', async (request) => {
    if (request.is404 || request.routeOptions.config.public) return
    const { scope } = request.routeOptions.config
    // Only a route from before the guard could lack a scope; it stays shut.
    if (!scope) throw new Refusal('forbidden')
    request.principal = await authenticator.authenticate(request.headers)
    if (scope !== 'any') requireScope(request.principal, scope)
  })
}

/** Who asks, on a route with a scope. */
export function principalOf(request: FastifyRequest): Principal {
  if (!request.principal) throw new Error('principalOf() was called on a public route')
  return request.principal
}
