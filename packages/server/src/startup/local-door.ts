import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'

export interface LocalDoor extends AsyncDisposable {
  /** http://127.0.0.1:<port> */
  readonly url: string
}

/**
 * A second way in for this machine's own programs (`switchboard mcp`, `demo`, the simulator) where the server itself answers https
 * under a name that they would have to go out to the world to reach. Same routes, same credentials; loopback only.
 */
export async function openLocalDoor(server: http.Server): Promise<LocalDoor> {
  const { keepAliveTimeout, requestTimeout, headersTimeout } = server
  const limits = { keepAliveTimeout, requestTimeout, headersTimeout, connectionsCheckingInterval: 1_000 }
  const door = http.createServer(limits, (request, response) => server.emit('request', request, response))
  door.on('clientError', (error, socket) => server.emit('clientError', error, socket))
  door.listen(0, '127.0.0.1')
  await once(door, 'listening')
  const { port } = door.address() as AddressInfo // a TCP server's
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      const closed = once(door, 'close')
      door.close()
      door.closeAllConnections()
      await closed
    },
  }
}
