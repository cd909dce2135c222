import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CreateWebhookEndpoint, type MessageId, WebhookBody, type WorkspaceId } from '@switchboard/contract'
import { Webhook } from 'standardwebhooks'
import { appendEvents, type NewEvent } from '../events/append.ts'
import { createEventFeed } from '../events/feed.ts'
import { createGuardedClient } from '../http/guarded-fetch.ts'
import type { Resolve } from '../http/guarded-lookup.ts'
import { parseAddressRange } from '../http/public-address.ts'
import { createSealer } from '../sealing/seal.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { getMessageDetails } from '../store/queries/get-message-details.ts'
import type { TestDatabase } from '../testing/index.ts'
import { createEndpoint, type WithSecret } from './change-endpoint.ts'
import type { WebhookDesk } from './desk.ts'
import type { SecretBox } from './secret-box.ts'
import { type OutgoingWebhooks, startOutgoingWebhooks } from './start-outgoing-webhooks.ts'

export interface Received {
  readonly id: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: string
  readonly at: number
}

/** Who makes endpoints here. */
export const tester = { kind: 'system', id: 'test', name: 'a test' }

export interface Receiver extends AsyncDisposable {
  readonly url: string
  readonly received: Received[]
  /** What is answered from now on: a status, a status with headers and text, or nothing at all. */
  answer: (received: Received) => Answer | 'nothing'
  at(path: string): Received[]
}

interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly text?: string
}

/** What came, as a receiver reads it with the library. @throws where the signature is not of this secret */
export function verified(secret: string, { body, headers }: Received): WebhookBody {
  return WebhookBody.parse(new Webhook(secret).verify(body, headers))
}

/** Somebody's server, on loopback. */
export async function startReceiver(host = '127.0.0.1'): Promise<Receiver> {
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const got: Received = {
      id: String(request.headers['webhook-id']),
      path: request.url ?? '',
      headers: flat(request.headers),
      body: Buffer.concat(chunks).toString('utf8'),
      at: performance.now(),
    }
    receiver.received.push(got)
    const answer = receiver.answer(got)
    if (answer === 'nothing') return
    response.writeHead(answer.status, answer.headers).end(answer.text ?? '')
  })
  await new Promise<void>((listening) => server.listen(0, host, listening))
  const receiver: Receiver = {
    url: `http://${host}:${(server.address() as AddressInfo).port}`, // it listens on a port
    received: [],
    answer: () => ({ status: 204 }),
    at: (path) => receiver.received.filter((one) => one.path === path),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
  return receiver
}

function flat(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}

/** Secrets as the server keeps them, under a key that is the same in every process of a test. */
export function testBox(): SecretBox {
  const sealer = createSealer(() => [Buffer.alloc(32, 7)])
  return {
    seal: (id, secret) => sealer.seal(id, 'secret', secret),
    open: (id, sealed) => sealer.open(id, 'secret', sealed),
  }
}

export interface Post extends AsyncDisposable {
  readonly desk: WebhookDesk
  readonly lines: { readonly fields: unknown; readonly message: string }[]
  start(): OutgoingWebhooks
  endpoint(workspaceId: WorkspaceId, url: string, input?: Partial<CreateWebhookEndpoint>): Promise<WithSecret>
  append(events: readonly (Pick<NewEvent, 'workspaceId'> & Partial<NewEvent>)[]): Promise<void>
}

/** What changes endpoints and what sends, on a test's database. Loopback is allowed unless said otherwise. */
export function openPost(database: TestDatabase, options: { allowed?: string[]; resolve?: Resolve } = {}): Post {
  const undo = new AsyncDisposableStack()
  const { pool, db } = database
  const allowed = (options.allowed ?? ['127.0.0.0/8']).map(parseAddressRange).filter((range) => range !== undefined)
  const resolve = options.resolve ? { resolve: options.resolve } : {}
  const client = undo.use(createGuardedClient({ allowed, maxRedirects: 0, connections: 1_024, ...resolve }))
  const feed = undo.adopt(createEventFeed({ pool }), (open) => open.close())
  const lines: Post['lines'] = []
  const note = (fields: unknown, message: string) => void lines.push({ fields, message })
  const senders: OutgoingWebhooks[] = []
  const changed = () => {
    for (const sender of senders) sender.changed()
  }
  const desk: WebhookDesk = {
    pool,
    box: testBox(),
    client,
    allowed,
    ...resolve,
    endOfLog: () => feed.end(),
    changed,
  }
  return {
    desk,
    lines,
    start() {
      const sender = startOutgoingWebhooks({
        pool,
        client,
        box: desk.box,
        findMessages: (workspaceId, ids: readonly MessageId[]) => getMessageDetails(db, workspaceId, ids),
        log: { info: note, warn: note, error: note },
        onEvents: changed,
        pollMilliseconds: 50,
      })
      senders.push(sender)
      return undo.use(sender)
    },
    endpoint: (workspaceId, url, input = {}) =>
      createEndpoint(
        desk,
        workspaceId,
        { url, description: '', eventTypes: ['message.*'], includeMessages: true, ...input },
        tester,
      ),
    async append(events) {
      const whole = events.map((event) => ({ type: 'message.received' as const, occurredAt: Date.now(), ...event }))
      await inTransaction(pool, (tx) => appendEvents(tx, whole))
      for (const sender of senders) sender.poke()
    },
    [Symbol.asyncDispose]: () => undo.disposeAsync(),
  }
}
