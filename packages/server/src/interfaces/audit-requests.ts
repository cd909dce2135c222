import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AuditWriter } from '../access/audit.ts'
import type { AuditClient, AuditEntry } from '../access/audit-entry.ts'
import { isOpen } from '../access/permissions.ts'
import { assistantAsClient } from '../access/principal.ts'
import type { AuditTargets } from '../store/audit-chain/encode-row.ts'
import type { App } from './app-type.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** How requests of this route are audited. `false`: not here, the handler does it itself. Default: as `rest`. */
    audit?: false | { readonly interface?: string; readonly action?: string }
  }
  interface FastifyRequest {
    /** Id of what the request was about, for the audit, where the address does not hold it. */
    auditSubject: string | null
    /** What it was answered, before it became text. */
    auditedAnswer: unknown
    isAudited: boolean
  }
}

/**
 * Audits every request that came with a valid credential, refused ones too: who, with which program, from where, route,
 * arguments by their kinds (access/audit-fields.ts), status. A read is written down after its answer, so that it does not wait;
 * what changes something is answered when its row is committed. Group-committed, so it is cheap. Call before the routes are
 * registered.
 */
export function auditRequests(app: App, { audit }: { readonly audit: AuditWriter }): void {
  app.decorateRequest('auditSubject', null)
  app.decorateRequest('auditedAnswer', null)
  app.decorateRequest('isAudited', false)

  async function record(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (request.isAudited) return
    const entry = entryOf(request, reply)
    if (!entry) return
    request.isAudited = true
    try {
      await audit.record(entry)
    } catch (error) {
      // What it did is done: an answer that says otherwise would have it done twice.
      request.log.error({ err: error, route: entry.target, subject: entry.subject }, 'a request is not audited')
    }
  }

  app.addHook('onRoute', (route) => {
    const { permission, audit: asked } = route.config ?? {}
    if (permission === undefined || isOpen(permission) || asked === false || [route.method].flat().every(reads)) return
    route.preSerialization = [
      ...[route.preSerialization ?? []].flat(),
      (request: FastifyRequest, _reply: FastifyReply, payload: unknown, done: PayloadDone) => {
        request.auditedAnswer = payload
        done(null, payload)
      },
    ]
    route.onSend = [
      ...[route.onSend ?? []].flat(),
      async (request: FastifyRequest, reply: FastifyReply, payload: unknown) => {
        await record(request, reply)
        return payload
      },
    ]
  })
  app.addHook('onResponse', (request, reply, done) => {
    done()
    void record(request, reply)
  })
}

type PayloadDone = (error: null, payload: unknown) => void

function reads(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}

function entryOf(request: FastifyRequest, reply: FastifyReply): AuditEntry | null {
  const { principal, method } = request
  // Before `routeOptions`, which Fastify makes anew each time it is asked for: webhooks have no principal.
  if (!principal) return null
  const { config, url } = request.routeOptions
  if (config.audit === false || url === undefined) return null
  const subject = request.auditSubject ?? firstValue(request.params)
  return {
    workspaceId: principal.workspaceId,
    actorKind: principal.kind,
    actor: principal.id,
    client: assistantAsClient(principal) ?? clientOf(request.headers['user-agent']),
    interface: config.audit?.interface ?? 'rest',
    action: config.audit?.action ?? (reads(method) ? 'read' : 'write'),
    target: `${method} ${url}`,
    subject,
    targets: targetsOf(url, subject, membersOf(request.auditedAnswer)),
    arguments: argumentsOf(request),
    approvalId: approvalOf(url, subject, membersOf(request.auditedAnswer)),
    outcome: reply.statusCode < 400 ? 'ok' : reply.statusCode < 500 ? 'refused' : 'failed',
    status: reply.statusCode,
    address: request.ip,
    requestId: request.id,
  }
}

/** A program calls itself `name/version`; a browser's line says too little in its first word, and is kept as it is. */
function clientOf(userAgent: string | undefined): AuditClient | null {
  if (!userAgent) return null
  const program = /^([^\s/]+)\/(\S+)$/.exec(userAgent)
  return { name: (program?.[1] ?? userAgent).slice(0, 200), version: program?.[2]?.slice(0, 50) ?? null }
}

const kinds = ['account', 'contact', 'conversation', 'message'] as const

/** Of an address like /v1/contacts/:id, of what was made at /v1/messages, and of an answer that names what it is about. */
function targetsOf(url: string, subject: string | null, answer: Members): AuditTargets {
  const targets: Record<string, string[]> = {}
  for (const kind of kinds) {
    const ids = [answer[`${kind}Id`], answer[`${kind}_id`]].filter((id) => typeof id === 'string')
    if (subject !== null && new RegExp(`^/v1/${kind}s(/:id\\b|$)`).test(url)) ids.unshift(subject)
    if (ids.length > 0) targets[`${kind}Ids`] = [...new Set(ids)]
  }
  return targets
}

function approvalOf(url: string, subject: string | null, answer: Members): string | null {
  if (url.startsWith('/v1/approvals/:id')) return subject
  const id = answer['approvalId'] ?? answer['approval_id']
  return typeof id === 'string' ? id : null
}

type Members = Readonly<Record<string, unknown>>

function argumentsOf({ body, query, params }: FastifyRequest): Members | undefined {
  const all = { ...membersOf(body), ...membersOf(query), ...membersOf(params) }
  return Object.keys(all).length > 0 ? all : undefined
}

/** Of JSON objects, queries and parameters; a file or a form is not taken apart. */
function membersOf(value: unknown): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || Buffer.isBuffer(value)) return {}
  return value as Members // an object that is no array
}

function firstValue(parameters: unknown): string | null {
  const value: unknown = Object.values(parameters ?? {})[0]
  return typeof value === 'string' ? value : null
}
