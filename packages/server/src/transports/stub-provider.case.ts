import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

export interface StubRequest {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

/** What is done with one request. `cut`: it is read and the connection ends. `silent`: it is read and nothing follows. */
export type StubAnswer =
  | 'cut'
  | 'silent'
  | {
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly json?: unknown
      readonly bytes?: Buffer
    }

export interface StubProvider extends AsyncDisposable {
  readonly baseUrl: string
  /** Everything that arrived whole, in order. */
  readonly requests: readonly StubRequest[]
}

/** A provider's HTTP server on loopback that answers as it is told. */
export async function startStubProvider(answer: (request: StubRequest) => StubAnswer): Promise<StubProvider> {
  const requests: StubRequest[] = []
  const server = createServer((request, response) => {
    void respond(request, response).catch((error: unknown) => response.destroy(error as Error)) // only errors are thrown
  })
  const respond = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '', headers } = incoming
    const request = { method, url, headers, body: await buffer(incoming) }
    requests.push(request)
    const told = answer(request)
    if (told === 'silent') return
    if (told === 'cut') {
      response.socket?.destroy()
      return
    }
    response.writeHead(told.status, { 'content-type': 'application/json', ...told.headers })
    response.end(told.bytes ?? (told.json === undefined ? '' : JSON.stringify(told.json)))
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens on a port
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
