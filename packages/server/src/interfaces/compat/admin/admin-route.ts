import type { FastifyContextConfig } from 'fastify'

/** What every /admin route declares: the scope that the admin key has like any other, and its audit as `admin_api`. */
export function adminRoute(scope: NonNullable<FastifyContextConfig['scope']>): FastifyContextConfig {
  return { scope, audit: { interface: 'admin_api', action: 'read' } }
}
