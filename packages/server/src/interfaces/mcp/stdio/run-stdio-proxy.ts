import type { Readable, Writable } from 'node:stream'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import {
  isJSONRPCRequest,
  isJSONRPCResponse,
  type JSONRPCMessage,
  PROTOCOL_VERSION_META_KEY,
  type RequestId,
  SdkHttpError,
} from '@modelcontextprotocol/server'
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio'
import { createLegacySession } from './legacy-session.ts'

export interface StdioProxyOptions {
  /** The running server's endpoint, e.g. http://127.0.0.1:8000/mcp */
  readonly url: string
  /** API key; sent as a bearer token. */
  readonly key: string
  /** Default: what the endpoint gives. */
  readonly toolsets?: readonly string[] | undefined
  readonly stdin?: Readable
  readonly stdout?: Writable
  /** Where what went wrong is said; never stdout, which is the protocol's. */
  readonly report?: (line: string) => void
  /** Ends the proxy. */
  readonly signal?: AbortSignal
}

/**
 * Speaks MCP over stdio for a client that cannot do HTTP, by handing every message on to the running server and back
 * unchanged: whatever revision the two agree on is theirs. Resolves when stdin ends or `signal` fires.
 *
 * States: open → each request in flight until its answer comes, or is made here because the server could not be asked →
 * closed, when what is in flight is given up.
 */
export async function runStdioProxy(options: StdioProxyOptions): Promise<void> {
  const { key, report = (line) => process.stderr.write(`${line}\n`), signal } = options
  const client = new StdioServerTransport(options.stdin, options.stdout)
  const server = new StreamableHTTPClientTransport(endpointOf(options), {
    requestInit: { headers: { authorization: `Bearer ${key}` } },
  })
  const session = createLegacySession(server)
  const inFlight = new Map<RequestId, AbortController>()
  const closed = Promise.withResolvers<void>()

  const answer = (message: JSONRPCMessage) => client.send(message).catch((error: unknown) => report(reasonOf(error)))

  server.onmessage = (message) => {
    if (session.swallows(message)) return
    if (isJSONRPCResponse(message) && message.id !== undefined) inFlight.delete(message.id)
    void answer(message)
  }
  // Every failed request is answered below; what is left is the stream for the server's own messages, which reconnects.
  server.onerror = () => undefined
  client.onmessage = (message) => void forward(message)
  client.onerror = (error) => report(`A message from the client could not be read: ${error.message}`)
  client.onclose = () => closed.resolve()
  signal?.addEventListener('abort', () => void client.close(), { once: true })

  async function forward(message: JSONRPCMessage): Promise<void> {
    const cancelled = cancelledRequest(message)
    const running = cancelled === undefined ? undefined : inFlight.get(cancelled)
    // In revision 2026-07-28 a call over HTTP is cancelled by closing its stream; a notification would arrive nowhere.
    if (running && !session.started) return running.abort()
    const request = isJSONRPCRequest(message) ? message : null
    const abort = new AbortController()
    if (request) inFlight.set(request.id, abort)
    try {
      await send(message, abort.signal)
    } catch (error) {
      if (abort.signal.aborted) return
      report(reasonOf(error))
      if (request) void answer({ jsonrpc: '2.0', id: request.id, error: { code: -32000, message: reasonOf(error) } })
    } finally {
      if (abort.signal.aborted && request) inFlight.delete(request.id)
    }
  }

  async function send(message: JSONRPCMessage, requestSignal: AbortSignal): Promise<void> {
    session.remember(message)
    const sendOptions = { requestSignal, onRequestStreamEnd: () => streamEnded(message) }
    try {
      await server.send(message, isModern(message) ? sendOptions : { requestSignal })
    } catch (error) {
      // The server was restarted, or forgot us after a long pause: begin anew and say it again.
      if (!isGone(error) || !(await session.restart())) throw error
      await server.send(message, { requestSignal })
    }
  }

  function streamEnded(message: JSONRPCMessage): void {
    if (!isJSONRPCRequest(message) || !inFlight.delete(message.id)) return
    const error = { code: -32000, message: 'The server closed the connection before it answered. Try again.' }
    void answer({ jsonrpc: '2.0', id: message.id, error })
  }

  await server.start()
  await client.start()
  await closed.promise
  for (const abort of inFlight.values()) abort.abort()
  if (session.started) await server.terminateSession().catch(() => undefined)
  await server.close()
}

function endpointOf({ url, toolsets }: StdioProxyOptions): URL {
  const endpoint = new URL(url)
  if (toolsets?.length) endpoint.searchParams.set('toolsets', toolsets.join())
  return endpoint
}

function isModern(message: JSONRPCMessage): boolean {
  if (!isJSONRPCRequest(message)) return false
  return message.params?._meta?.[PROTOCOL_VERSION_META_KEY] !== undefined
}

function cancelledRequest(message: JSONRPCMessage): RequestId | undefined {
  if (!('method' in message) || message.method !== 'notifications/cancelled') return undefined
  const id = message.params?.['requestId']
  return typeof id === 'string' || typeof id === 'number' ? id : undefined
}

function isGone(error: unknown): boolean {
  return error instanceof SdkHttpError && error.status === 404
}

/** What to tell the person at the other end: what happened and what to do. */
function reasonOf(error: unknown): string {
  if (isUnauthorized(error)) return 'The server does not accept the API key. Make one with `switchboard key create`.'
  if (error instanceof SdkHttpError) return `The server answered ${error.status}: ${bodyOf(error)}`
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : ''
  return `The Switchboard server cannot be reached${cause}. Is it running? Start it with \`make start\`.`
}

function isUnauthorized(error: unknown): boolean {
  return error instanceof SdkHttpError
    ? error.status === 401
    : error instanceof Error && error.name === 'UnauthorizedError'
}

function bodyOf({ data }: SdkHttpError): string {
  const text = typeof data['text'] === 'string' ? data['text'] : ''
  try {
    const { error: inner } = JSON.parse(text) as { error?: { message?: string } } // shown, never relied on
    if (typeof inner?.message === 'string') return inner.message
  } catch {
    // Not JSON: some proxy's page, of which the beginning says enough.
  }
  return text.slice(0, 200)
}
