import type { FastifyContextConfig } from 'fastify'

/** What every /admin route declares: its audit as `admin_api`. */
export const adminRoute: FastifyContextConfig = { audit: { interface: 'admin_api', action: 'read' } }
