import type { Readable, Writable } from 'node:stream'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import {
  isInitializeRequest,
  isJSONRPCRequest,
  isJSONRPCResponse,
  type JSONRPCMessage,
  PROTOCOL_VERSION_META_KEY,
  type RequestId,
  SdkHttpError,
} from '@modelcontextprotocol/server'
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio'
import { createLegacySession } from './legacy-session.ts'
import { readUntilAnswered } from './read-until-answered.ts'

/** How long what is in flight may take after the client closed its end, ms. */
const LAST_ANSWERS_MS = 5_000

interface InFlight {
  readonly abort: AbortController
  /** Resolves when the answer is written or given up. */
  readonly done: PromiseWithResolvers<void>
  /** A subscription is answered when it ends, so nobody waits for it. */
  readonly ends: boolean
}

export interface StdioProxyOptions {
  /** The running server's endpoint, e.g. http://127.0.0.1:8000/mcp */
  readonly url: string
  /** API key; sent as a bearer token. */
  readonly key: string
  /** Default: what the endpoint gives. */
  readonly toolsets?: readonly string[] | undefined
  /** No tool that sends or changes, whatever the key may. */
  readonly readOnly?: boolean | undefined
  readonly stdin?: Readable
  readonly stdout?: Writable
  /** Where what went wrong is said; never stdout, which is the protocol's. */
  readonly report?: (line: string) => void
  /** Ends the proxy. */
  readonly signal?: AbortSignal
}

/**
 * Speaks MCP over stdio for a client that cannot do HTTP, by handing every message on to the running server and back
 * unchanged: whatever revision the two agree on is theirs. Resolves when stdin has ended and what was asked is answered, or
 * when `signal` fires.
 *
 * States: open → each request in flight until its answer comes, or is made here because the server could not be asked →
 * stdin ended: what is in flight has a few seconds → closed, when what is left is given up.
 */
export async function runStdioProxy(options: StdioProxyOptions): Promise<void> {
  const { key, report = (line) => process.stderr.write(`${line}\n`), signal } = options
  const inFlight = new Map<RequestId, InFlight>()
  const input = readUntilAnswered(options.stdin ?? process.stdin, everythingAnswered, LAST_ANSWERS_MS)
  const client = new StdioServerTransport(input.stream, options.stdout)
  const server = new StreamableHTTPClientTransport(endpointOf(options), {
    requestInit: { headers: { authorization: `Bearer ${key}` } },
  })
  const session = createLegacySession(server)
  let opening: Promise<void> | undefined
  const closed = Promise.withResolvers<void>()

  const answer = (message: JSONRPCMessage) => client.send(message).catch((error: unknown) => report(reasonOf(error)))

  /** True where somebody waited for it. */
  function settle(id: RequestId): boolean {
    inFlight.get(id)?.done.resolve()
    return inFlight.delete(id)
  }

  async function everythingAnswered(): Promise<void> {
    for (let owed = firstOwed(); owed; owed = firstOwed()) await owed.done.promise
  }

  const firstOwed = () => inFlight.values().find(({ ends }) => ends)

  server.onmessage = (message) => {
    if (session.swallows(message)) return
    void answer(message)
    if (isJSONRPCResponse(message) && message.id !== undefined) settle(message.id)
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
    if (running && !session.started) return running.abort.abort()
    const request = isJSONRPCRequest(message) ? message : null
    const abort = new AbortController()
    const done = Promise.withResolvers<void>()
    if (request) inFlight.set(request.id, { abort, done, ends: request.method !== 'subscriptions/listen' })
    // What was written together with the handshake waits for its end: only then is there a session to send it in.
    if (isInitializeRequest(message)) opening = done.promise
    else await opening
    try {
      await send(message, abort.signal)
    } catch (error) {
      if (abort.signal.aborted) return
      report(reasonOf(error))
      if (request) failed(request.id, reasonOf(error))
    } finally {
      if (abort.signal.aborted && request) settle(request.id)
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
    if (!isJSONRPCRequest(message) || !inFlight.has(message.id)) return
    failed(message.id, 'The server closed the connection before it answered. Try again.')
  }

  function failed(id: RequestId, message: string): void {
    void answer({ jsonrpc: '2.0', id, error: { code: -32000, message } })
    settle(id)
  }

  await server.start()
  await client.start()
  await closed.promise
  input.release()
  for (const { abort } of inFlight.values()) abort.abort()
  if (session.started) await server.terminateSession().catch(() => undefined)
  await server.close()
}

function endpointOf({ url, toolsets, readOnly }: StdioProxyOptions): URL {
  const endpoint = new URL(url)
  if (toolsets?.length) endpoint.searchParams.set('toolsets', toolsets.join())
  if (readOnly) endpoint.searchParams.set('readOnly', 'true')
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
