import type { IncomingHttpHeaders } from 'node:http'
import {
  createMcpHandler,
  isInitializeRequest,
  isLegacyRequest,
  type McpRequestContext,
} from '@modelcontextprotocol/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Authenticator } from '../../../access/authenticate.ts'
import { assistantAsClient, type Principal } from '../../../access/principal.ts'
import { Refusal } from '../../../refusal.ts'
import type { App } from '../../app.ts'
import { enterWorkspace } from '../../enter-workspace.ts'
import { buildServer } from '../serve/build-server.ts'
import type { Caller, McpDependencies } from '../serve/mcp-dependencies.ts'
import { authInfoOf, type Passed, passedIn } from '../serve/passed-caller.ts'
import type { Toolset } from '../tools/tool.ts'
import { rpcError, sendResponse } from './answer.ts'
import { refusedCall } from './check-scopes.ts'
import { clientInfoOf } from './client-info.ts'
import { createDirectCalls, type DirectCall, readDirectCall } from './direct-calls.ts'
import { type AllowedHosts, createHostGuard } from './guard-host.ts'
import { parseBodies, unreadable } from './parse-bodies.ts'
import { readSelection } from './read-selection.ts'
import { createSessions } from './sessions.ts'

/** What goes to the factory with a call that need not have gone through the SDK. */
interface DirectlyPassed extends Passed {
  readonly call: DirectCall | null
}

type Defaulted = 'now' | 'log' | 'approveInClient' | 'askMilliseconds'

export interface McpHttpDependencies
  extends AllowedHosts,
    Omit<McpDependencies, Defaulted>,
    Partial<Omit<Pick<McpDependencies, Defaulted>, 'log'>> {
  readonly authenticator: Authenticator
  /** Where a client reads how a person lets it in (RFC 9728); null or absent: it needs a key. */
  readonly tokenAddress?: ((headers: IncomingHttpHeaders) => string | null) | undefined
  /** No tool that sends or changes, whatever a key may. */
  readonly readOnly?: boolean | undefined
}

/** As long as the SDK gives a person on revision 2026-07-28. */
const askMilliseconds = 10 * 60_000

/** Where MCP is, and the toolsets that are given there when the URL asks for none. */
const endpoints: readonly { readonly url: string; readonly byDefault: readonly Toolset[] }[] = [
  { url: '/mcp', byDefault: ['read', 'send'] },
  // Where a frappe_whatsapp site has its MCP server.
  { url: '/api/method/frappe_whatsapp.mcp.handle_mcp', byDefault: ['compat'] },
]

/**
 * MCP over Streamable HTTP: revision 2026-07-28 per request without state, older ones with sessions (http/sessions.ts).
 * Every request needs an API key. `?toolsets=read,send,compat` chooses the tools, `?readOnly=true` leaves out those that write;
 * what the key's scopes do not allow is left out too.
 */
export function registerMcp(app: App, options: McpHttpDependencies): void {
  const dependencies: McpDependencies = {
    approveInClient: true,
    askMilliseconds,
    now: () => new Date(),
    ...options,
    log: app.log,
  }
  const hostFault = createHostGuard(options)
  const build = (caller: Caller, onlyTool?: string) => buildServer(dependencies, caller, () => handler.notify, onlyTool)
  const sessions = createSessions({ build: (caller) => build(caller), now: Date.now })
  const directCalls = createDirectCalls(dependencies)
  const handler = createMcpHandler(
    (context) => {
      const { caller, call } = passedIn<DirectlyPassed>(context.authInfo)
      // Asked for a server, so all checks are behind it.
      if (context.era === 'modern' && call) directCalls.accept(call.envelope)
      return build(caller, calledTool(context))
    },
    { onerror: (error) => app.log.debug({ err: error }, 'an MCP request was refused') },
  )

  async function serve(
    request: FastifyRequest,
    reply: FastifyReply,
    caller: Caller,
    call: DirectCall | null,
  ): Promise<Response> {
    const { body } = request
    const incoming = webRequest(request, reply)
    const session = incoming.headers.get('mcp-session-id')
    if (session !== null && (await isLegacyRequest(incoming, body)))
      return sessions.serve(session, incoming, body, caller)
    if (isInitializeRequest(body)) return sessions.open(incoming, body, caller)
    // Also older clients' single calls without a session, e.g. from curl.
    const passed: DirectlyPassed = { caller, call }
    return handler.fetch(incoming, { parsedBody: body, authInfo: authInfoOf(passed) })
  }

  async function answerCaller(request: FastifyRequest, reply: FastifyReply, caller: Caller): Promise<FastifyReply> {
    const call = readDirectCall(request.headers, request.body)
    const answered = call && directCalls.answer(call, caller)
    if (answered) return reply.type('application/json').send(await answered)
    return sendResponse(reply, await serve(request, reply, caller, call))
  }

  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    byDefault: readonly Toolset[],
  ): Promise<FastifyReply> {
    const fault = hostFault(request.headers)
    if (fault !== null) return rpcError(reply, 403, -32000, fault)
    const principal = await authenticate(options, request, reply)
    if (principal === null) return reply
    if (await countCalls(request, reply, principal)) return reply
    if (request.body === unreadable.json) return rpcError(reply, 400, -32700, 'Parse error: the body is not valid JSON')
    if (request.body === unreadable.type) return rpcError(reply, 415, -32000, 'The body must be application/json')
    const selection = readSelection(request.query, byDefault)
    if (typeof selection === 'string') return rpcError(reply, 400, -32600, selection)
    const readOnly = selection.readOnly || options.readOnly === true
    const caller: Caller = {
      principal,
      ...selection,
      readOnly,
      address: request.ip,
      requestId: request.id,
      client: assistantAsClient(principal) ?? clientInfoOf(request.body),
    }
    if (await refuse(request, reply, caller, options)) return reply
    return enterWorkspace(principal, () => answerCaller(request, reply, caller))
  }

  void app.register(async (scope) => {
    parseBodies(scope)
    for (const { url, byDefault } of endpoints) {
      scope.route({
        method: ['GET', 'POST', 'DELETE'],
        url,
        // Checks its own credential, so as to answer in MCP's words.
        schema: { hide: true },
        handler: (request, reply) => answer(request, reply, byDefault),
      })
    }
    // Before the listener closes, for it waits for open streams.
    scope.addHook('preClose', async () => {
      await Promise.all([sessions.close(), handler.close()])
    })
  })
}

async function authenticate(
  { authenticator, tokenAddress }: McpHttpDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Principal | null> {
  try {
    return await authenticator.authenticate(request.headers, request)
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'unauthenticated') throw error
    const metadata = tokenAddress?.(request.headers) ?? null
    const said = error.headers['www-authenticate'] ?? 'Bearer'
    const challenge = metadata === null ? said : `${said}, resource_metadata="${metadata}"`
    rpcError(reply.headers({ ...error.headers, 'www-authenticate': challenge }), 401, -32001, error.message)
    return null
  }
}

/** Revision 2025-03-26 allowed several calls in one body: each counts. @returns whether it was refused, and answered */
async function countCalls(request: FastifyRequest, reply: FastifyReply, principal: Principal): Promise<boolean> {
  try {
    await request.countCalls(reply, principal, Array.isArray(request.body) ? Math.max(1, request.body.length) : 1)
    return false
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'too-many-requests') throw error
    rpcError(reply.headers(error.headers), 429, -32005, error.message)
    return true
  }
}

/** @returns whether it was refused, and answered */
async function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  caller: Caller,
  { audit, tokenAddress }: Pick<McpHttpDependencies, 'audit' | 'tokenAddress'>,
): Promise<boolean> {
  const refused = refusedCall(request.body, caller)
  if (refused === null) return false
  await audit.record({
    workspaceId: caller.principal.workspaceId,
    actorKind: caller.principal.kind,
    actor: caller.principal.id,
    client: caller.client,
    interface: 'mcp',
    action: refused.method,
    target: refused.target,
    arguments: refused.arguments,
    outcome: 'refused',
    status: refused.scopes.length > 0 ? 403 : 200,
    address: request.ip,
    requestId: request.id,
  })
  // There is no such tool: the SDK says so in the protocol's words.
  if (refused.scopes.length === 0) return false
  const scope = refused.scopes.join(' ')
  const metadata = caller.principal.kind === 'assistant' ? (tokenAddress?.(request.headers) ?? null) : null
  // A token is asked for with all that it shall be good for.
  const wanted = metadata === null ? scope : [...new Set([...caller.principal.scopes, ...refused.scopes])].join(' ')
  const where = metadata === null ? '' : `, resource_metadata="${metadata}"`
  reply.header('www-authenticate', `Bearer realm="switchboard", error="insufficient_scope", scope="${wanted}"${where}`)
  rpcError(reply, 403, -32003, `"${caller.principal.name}" lacks the scope ${scope}, which this call needs.`)
  return true
}

/** The request without its body, which is parsed already and goes beside it. */
function webRequest({ raw, headers, method }: FastifyRequest, reply: FastifyReply): Request {
  const gone = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort()
  })
  const names = new Headers()
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) names.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return new Request(`http://${headers.host}${raw.url}`, { method, headers: names, signal: gone.signal })
}

/** In revision 2026-07-28 the headers name the call; the SDK has checked them against the body. */
function calledTool({ era, requestInfo }: McpRequestContext): string | undefined {
  if (era !== 'modern' || requestInfo?.headers.get('mcp-method') !== 'tools/call') return undefined
  return requestInfo.headers.get('mcp-name') ?? undefined
}
