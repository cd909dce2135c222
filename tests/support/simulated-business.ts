import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { noDelays, type SimulatorOptions } from '../../packages/server/src/simulator/options.ts'
import { type Simulator, startSimulator } from '../../packages/server/src/simulator/simulator.ts'

export const numberId = '15550100100001'
export const businessAccountId = '15550100100002'
export const accessToken = 'a-token-of-the-tests'
const appSecret = 'the-secret-of-the-app'

export type Json = Record<string, unknown>
export interface Status extends Json {
  readonly id: string
  readonly status: string
}

interface WebhookBody {
  readonly entry: readonly {
    readonly id: string
    readonly changes: readonly {
      readonly field: string
      readonly value: Json & { readonly statuses?: Status[]; readonly messages?: Json[] }
    }[]
  }[]
}

export interface SimulatedBusiness extends AsyncDisposable {
  readonly simulator: Simulator
  /** Bodies in the order in which they came and were answered 200. */
  readonly bodies: WebhookBody[]
  /** Everything that came, answered however. */
  readonly attempts: string[]
  /** What webhooks are answered with. */
  answerWith(status: number): void
  statuses(): Status[]
  statusesOf(wamid: string): string[]
  inbound(): Json[]
  values(field: string): Json[]
  ask(
    method: string,
    path: string,
    body?: unknown,
    token?: string,
  ): Promise<{ readonly status: number; readonly json: Json }>
  /** A text to somebody, or any message. */
  send(
    to: string,
    more?: Json,
  ): Promise<{ readonly status: number; readonly json: Json; readonly wamid: string; readonly code: number }>
}

/** A simulator without delays, and a business that takes its webhooks and checks their signature. */
export async function startSimulatedBusiness(options: Partial<SimulatorOptions> = {}): Promise<SimulatedBusiness> {
  await using undo = new AsyncDisposableStack()
  const bodies: WebhookBody[] = []
  const attempts: string[] = []
  let answer = 200
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const raw = Buffer.concat(chunks)
      const expected = `sha256=${createHmac('sha256', appSecret).update(raw).digest('hex')}`
      const signed = request.headers['x-hub-signature-256'] === expected
      attempts.push(raw.toString())
      if (signed && answer === 200) bodies.push(JSON.parse(raw.toString()) as WebhookBody) // from our own simulator
      response.writeHead(signed ? answer : 401).end()
    })
  }).listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  undo.defer(() => {
    receiver.closeAllConnections()
    receiver.close()
  })
  const address = receiver.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const simulator = undo.use(
    await startSimulator({
      accessToken,
      appSecret,
      webhookUrl: `http://127.0.0.1:${port}/webhooks/whatsapp`,
      phoneNumbers: [{ id: numberId, displayPhoneNumber: '+1 555-010-0100', businessAccountId }],
      delays: noDelays,
      seed: 'tests',
      ...options,
    }),
  )
  const keep = undo.move()
  const changes = () => bodies.flatMap(({ entry }) => entry).flatMap((each) => each.changes)
  const business: SimulatedBusiness = {
    simulator,
    bodies,
    attempts,
    answerWith(status) {
      answer = status
    },
    statuses: () => changes().flatMap(({ value }) => value.statuses ?? []),
    statusesOf: (wamid) =>
      business
        .statuses()
        .filter(({ id }) => id === wamid)
        .map(({ status }) => status),
    inbound: () => changes().flatMap(({ value }) => value.messages ?? []),
    values: (field) =>
      changes()
        .filter((change) => change.field === field)
        .map(({ value }) => value),
    async ask(method, path, body, token = accessToken) {
      const response = await fetch(`${simulator.url}/v23.0/${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      return { status: response.status, json: JSON.parse(await response.text()) as Json } // the tests look at it further
    },
    async send(to, more = { type: 'text', text: { body: 'Hello' } }) {
      const body = { messaging_product: 'whatsapp', recipient_type: 'individual', to, ...more }
      const { status, json } = await business.ask('POST', `${numberId}/messages`, body)
      const { messages, error } = json as { messages?: { id: string }[]; error?: { code: number } } // Graph's two answers
      return { status, json, wamid: messages?.[0]?.id ?? '', code: error?.code ?? 0 }
    },
    [Symbol.asyncDispose]: () => keep.disposeAsync(),
  }
  return business
}
