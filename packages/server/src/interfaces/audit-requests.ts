import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AuditWriter } from '../access/audit.ts'
import type { AuditEntry } from '../access/audit-entry.ts'
import type { App } from './app-type.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** How requests of this route are audited. `false`: not here, the handler does it itself. Default: as `rest`. */
    audit?: false | { readonly interface?: string; readonly action?: string }
  }
  interface FastifyRequest {
    /** Id of what the request was about, for the audit, where the address does not hold it. */
    auditSubject: string | null
  }
}

/**
 * Audits every request that came with a valid credential, refused ones too: route, key parameters, status. Bodies are left
 * out. Written after the answer is sent, so a read does not wait for it; group-committed, so it is cheap. Call before the
 * routes are registered.
 */
export function auditRequests(app: App, { audit }: { readonly audit: AuditWriter }): void {
  app.decorateRequest('auditSubject', null)
  app.addHook('onResponse', (request, reply, done) => {
    done()
    const entry = entryOf(request, reply)
    if (entry)
      audit.record(entry).catch((error: unknown) => request.log.error({ err: error }, 'a request is not audited'))
  })
}

function entryOf(request: FastifyRequest, reply: FastifyReply): AuditEntry | null {
  const { principal, method } = request
  // Before `routeOptions`, which Fastify makes anew each time it is asked for: webhooks have no principal.
  if (!principal) return null
  const { config, url } = request.routeOptions
  if (config.audit === false || url === undefined) return null
  const reads = method === 'GET' || method === 'HEAD'
  const parameters = { ...(request.query as object), ...(request.params as object) } // both are objects in Fastify
  return {
    workspaceId: principal.workspaceId,
    actorKind: principal.kind,
    actor: principal.id,
    interface: config.audit?.interface ?? 'rest',
    action: config.audit?.action ?? (reads ? 'read' : 'write'),
    target: `${method} ${url}`,
    subject: request.auditSubject ?? firstValue(request.params),
    arguments: parameters,
    outcome: reply.statusCode < 400 ? 'ok' : reply.statusCode < 500 ? 'refused' : 'failed',
    status: reply.statusCode,
    address: request.ip,
    requestId: request.id,
  }
}

function firstValue(parameters: unknown): string | null {
  const value: unknown = Object.values(parameters ?? {})[0]
  return typeof value === 'string' ? value : null
}
