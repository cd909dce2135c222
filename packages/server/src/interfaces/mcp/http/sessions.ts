import { randomUUID } from 'node:crypto'
import { type McpServer, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server'
import type { Caller } from '../serve/mcp-dependencies.ts'
import { authInfoOf } from '../serve/passed-caller.ts'

export interface SessionsOptions {
  readonly build: (caller: Caller) => McpServer
  readonly now: () => number
  /** Sessions at most; beyond it the one that was idle longest goes. */
  readonly most?: number
  readonly mostPerCredential?: number
  readonly idleMilliseconds?: number
}

interface Session {
  readonly id: string
  readonly transport: WebStandardStreamableHTTPServerTransport
  readonly server: McpServer
  readonly credential: string
  readonly readOnly: boolean
  lastUsedAt: number
  /** Open response streams: while there is one, the session is not idle. */
  streams: number
}

export interface Sessions {
  /** Serves `initialize`: a new session. */
  open(request: Request, body: unknown, caller: Caller): Promise<Response>
  /** Serves any other request of a session. */
  serve(id: string, request: Request, body: unknown, caller: Caller): Promise<Response>
  readonly size: number
  close(): Promise<void>
}

/**
 * Sessions of clients that speak a revision before 2026-07-28: those revisions let a server ask the client something in the
 * middle of a call, which needs a connection that is remembered. Held in this process and bounded in number and time; a
 * client whose session is gone (restart, another instance, too long idle) gets 404 and, as the specification says, starts a
 * new one. Nothing else is lost with it, for sessions hold no data. A session belongs to the credential that opened it.
 *
 * States: opened by initialize → used (each request, each open stream) → idle → closed by DELETE, by age, by number, or at
 * the server's end.
 */
export function createSessions(options: SessionsOptions): Sessions {
  const { build, now, most = 500, mostPerCredential = 100, idleMilliseconds = 30 * 60_000 } = options
  // In order of last use: a used session is put at the end again.
  const sessions = new Map<string, Session>()

  function forget(session: Session): void {
    sessions.delete(session.id)
    void session.server.close()
  }

  function touch(session: Session): void {
    session.lastUsedAt = now()
    sessions.delete(session.id)
    sessions.set(session.id, session)
  }

  function sweep(): void {
    for (const session of sessions.values()) {
      if (session.streams === 0 && now() - session.lastUsedAt > idleMilliseconds) forget(session)
    }
  }

  /** Makes room for one more: an idle one if there is any, else the one used longest ago. */
  function makeRoom(credential: string): void {
    const own = [...sessions.values()].filter((session) => session.credential === credential)
    const crowd = own.length >= mostPerCredential ? own : sessions.size >= most ? [...sessions.values()] : []
    const leaver = crowd.find((session) => session.streams === 0) ?? crowd[0]
    if (leaver) forget(leaver)
  }

  async function handle(session: Session, request: Request, parsedBody: unknown, caller: Caller): Promise<Response> {
    touch(session)
    const response = await session.transport.handleRequest(request, { parsedBody, authInfo: authInfoOf({ caller }) })
    return isStream(response) ? counted(response, session) : response
  }

  function counted(response: Response, session: Session): Response {
    session.streams++
    const end = () => {
      session.streams--
      session.lastUsedAt = now()
    }
    return new Response(withEnd(response.body, end), { status: response.status, headers: response.headers })
  }

  const sweeping = setInterval(sweep, Math.min(idleMilliseconds, 60_000))
  sweeping.unref()

  return {
    get size() {
      return sessions.size
    },
    async open(request, body, caller) {
      sweep()
      makeRoom(caller.principal.id)
      const id = randomUUID()
      const transport = new WebStandardStreamableHTTPServerTransport({ sessionIdGenerator: () => id })
      const server = build(caller)
      const session: Session = {
        id,
        transport,
        server,
        credential: caller.principal.id,
        readOnly: caller.readOnly,
        lastUsedAt: now(),
        streams: 0,
      }
      await server.connect(transport)
      server.server.onclose = () => sessions.delete(id)
      const response = await handle(session, request, body, caller)
      // A refused handshake leaves nothing behind.
      if (!response.ok) forget(session)
      return response
    },
    async serve(id, request, body, caller) {
      const session = sessions.get(id)
      // A session that may send is not one of those who ask to read only.
      if (!session || session.credential !== caller.principal.id || session.readOnly !== caller.readOnly) {
        const error = {
          code: -32001,
          message: 'Session not found: it ended or was never here. Start a new one with initialize.',
        }
        return Response.json({ jsonrpc: '2.0', error, id: null }, { status: 404 })
      }
      return handle(session, request, body, caller)
    },
    async close() {
      clearInterval(sweeping)
      const open = [...sessions.values()]
      sessions.clear()
      await Promise.all(open.map((session) => session.server.close()))
    },
  }
}

function isStream(response: Response): boolean {
  return response.body !== null && response.headers.get('content-type')?.startsWith('text/event-stream') === true
}

/** The same stream; `end` is called once, when it is read to its end, fails or is given up. */
function withEnd(body: ReadableStream<Uint8Array> | null, end: () => void): ReadableStream<Uint8Array> | null {
  if (!body) return null
  const reader = body.getReader()
  let ended = false
  const once = () => {
    if (!ended) end()
    ended = true
  }
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        if (!done) return controller.enqueue(value)
        once()
        controller.close()
      } catch (error) {
        once()
        controller.error(error)
      }
    },
    async cancel(reason) {
      once()
      await reader.cancel(reason)
    },
  })
}
