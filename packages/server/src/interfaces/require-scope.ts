import type { FastifyRequest } from 'fastify'
import type { Authenticator } from '../access/authenticate.ts'
import type { Permission, RoutePermissions } from '../access/permission-table.ts'
import { isOpen, permissionOfRoute, requirePermission } from '../access/permissions.ts'
import type { Principal } from '../access/principal.ts'
import { Refusal } from '../refusal.ts'
import type { App } from './app-type.ts'
import { isFromThisMachine } from './edge/from-this-machine.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the permission table says of this route; the guard puts it here when the route is registered. */
    permission?: Permission
  }
  interface FastifyRequest {
    /** Null on an open route. */
    principal: Principal | null
    /** Whether the credential would be let in again: a stream outlives a key's revocation unless it asks. */
    isStillAdmitted(): Promise<boolean>
  }
}

/**
 * Checks every request against the table of permissions, and makes a route that is not in it impossible to register: the
 * server does not start.
 */
export function guardRoutes(app: App, authenticator: Authenticator, permissions: RoutePermissions): void {
  app.decorateRequest('principal', null)
  app.addHook('onRoute', (route) => {
    const said = Object.keys(route.config ?? {}).find((name) => name === 'scope' || name === 'public')
    if (said)
      throw new Error(
        `${String(route.method)} ${route.url} says in its config who may call it: the table of permissions says it`,
      )
    const [permission, ...others] = [route.method]
      .flat()
      .map((method) => permissionOfRoute(permissions, method, route.url))
    if (permission === undefined || others.some((other) => JSON.stringify(other) !== JSON.stringify(permission))) {
      throw new Error(`${String(route.method)} ${route.url} is one route, so its methods need the same permission`)
    }
    route.config = { ...route.config, permission }
  })
  const admit = async (request: FastifyRequest): Promise<void> => {
    const { permission } = request.routeOptions.config
    // Only a route from before the guard could lack one; it stays shut.
    if (!permission) throw new Refusal('forbidden')
    request.principal = await authenticator.authenticate(request.headers, request)
    requirePermission(request.principal, permission)
  }
  // With a callback, because webhooks pass here too and a promise for each of them would cost.
  app.addHook('onRequest', (request, _reply, done) => {
    if (request.is404 || isLetIn(request)) return done()
    admit(request).then(() => done(), done)
  })
  app.decorateRequest('isStillAdmitted', async function (this: FastifyRequest) {
    const before = this.principal
    try {
      await admit(this)
      // A person who went to another workspace: what is open here is of the one before.
      if (before && this.principal?.workspaceId !== before.workspaceId) return false
    } catch (error) {
      if (error instanceof Refusal) return false
      // The database did not answer. Nothing new can be read meanwhile, and the next time tells.
      this.log.warn({ err: error }, 'a credential could not be checked again')
    }
    return true
  })
}

/** Without a credential. */
function isLetIn({ routeOptions, raw }: FastifyRequest): boolean {
  const { permission } = routeOptions.config
  if (permission === undefined) return false
  return isOpen(permission) || (typeof permission === 'object' && 'thisMachine' in permission && isFromThisMachine(raw))
}

/** Who asks, on a route that needs a credential. */
export function principalOf(request: FastifyRequest): Principal {
  if (!request.principal) throw new Error('principalOf() was called on an open route')
  return request.principal
}
