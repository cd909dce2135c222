import type http from 'node:http'
import type { Socket } from 'node:net'
import tls from 'node:tls'
import { type FastConnection, openFastConnection } from './fast-connection.ts'
import { type PlainRequest, readPlainRequest } from './plain-request.ts'

type Take = (request: PlainRequest, connection: FastConnection) => void

export interface FastPath {
  /** From now on plain requests that begin with this line, which ends with `\r\n`, go to `take` instead of to node:http. */
  open(startLine: string, take: Take): void
  /** Takes no further request: idle connections are closed, busy ones after their answer. */
  close(): void
  /** Cuts what is left, answered or not. */
  cut(): void
}

/** How much longer than it says a connection stays, as a request may be on its way when the time is over. node:http does the same. */
const lateMilliseconds = 1_000
/** Of requests that are not whole, on all connections together; beyond it node:http reads them. */
const mostHeldBytes = 8 * 1024 * 1024

/**
 * Stands between a server's sockets and node:http. A socket that brings anything but plain requests of
 * the kinds that come thousands of times a second is node:http's from then on, as if it had just been accepted.
 */
export function createFastPath(server: http.Server): FastPath {
  const event = server instanceof tls.Server ? 'secureConnection' : 'connection'
  const [toHttp, ...others] = server.listeners(event)
  if (!toHttp || others.length > 0) throw new Error(`node:http is expected to listen to its server's ${event} once`)
  const connections = new Set<FastConnection>()
  const takers = new Map<Buffer, Take>()
  let heldBytes = 0

  const shared = {
    read(bytes: Buffer) {
      for (const startLine of takers.keys()) {
        const request = readPlainRequest(bytes, startLine)
        if (request !== 'other') return request
      }
      return 'other'
    },
    get keepAliveMilliseconds() {
      return server.keepAliveTimeout + lateMilliseconds
    },
    take(request: PlainRequest, connection: FastConnection) {
      takers.get(request.startLine)?.(request, connection)
    },
    handOver(connection: FastConnection) {
      connections.delete(connection)
      toHttp.call(server, connection.socket)
    },
    hold(bytes: number) {
      heldBytes += bytes
      return heldBytes <= mostHeldBytes
    },
    left: (connection: FastConnection) => connections.delete(connection),
  }

  server.removeAllListeners(event)
  server.on(event, (socket: Socket) => {
    if (takers.size === 0) toHttp.call(server, socket)
    else connections.add(openFastConnection(socket, shared))
  })

  return {
    open(startLine, take) {
      takers.set(Buffer.from(startLine), take)
    },
    close() {
      takers.clear()
      for (const connection of connections) connection.close()
    },
    cut() {
      for (const { socket } of connections) socket.destroy()
    },
  }
}
