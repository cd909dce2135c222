import { createHash, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { cloudApiCapabilities } from '../cloud-api/send/capabilities.ts'
import type { Accepted, Capabilities, OutboundMessage, Transport, TransportAccount } from '../transport.ts'
import { TransportError } from '../transport-error.ts'

/** What becomes of one send. `lost`: it is accepted, and the answer does not arrive. */
export type TestOutcome = 'accept' | 'lost' | 'refuse' | 'too-fast' | 'unreachable' | TransportError

export interface TestSent {
  readonly accountId: string
  readonly message: OutboundMessage
  readonly wamid: string
}

export interface TestTransport extends Transport {
  /** What the provider accepted, in order. */
  readonly sent: readonly TestSent[]
  /** What was shown as read, in order. */
  readonly read: readonly { readonly accountId: string; readonly wamid: string; readonly typing: boolean }[]
  /** Decides about the next sends, one each; after them everything is accepted again. */
  script(...outcomes: readonly TestOutcome[]): void
  /** Decides about every send that no script is for; undefined: accept. */
  decide(rule: ((account: TransportAccount, message: OutboundMessage) => TestOutcome) | undefined): void
}

export interface TestTransportOptions {
  /** In place of those of the Cloud API. */
  readonly capabilities?: Partial<Capabilities>
  /** Of what it was given only so much is kept; default: all of it. */
  readonly keeps?: number
}

/**
 * A provider in memory, with the Cloud API's capabilities: for tests, demonstrations and accounts that shall reach nobody. Keeps
 * what it was given until it is let go of, or the last of it.
 */
export function testTransport(options: TestTransportOptions = {}): TestTransport {
  const capabilities: Capabilities = { ...cloudApiCapabilities, groups: false, calls: false, ...options.capabilities }
  const { keeps = Number.POSITIVE_INFINITY } = options
  const sent: TestSent[] = []
  const read: { accountId: string; wamid: string; typing: boolean }[] = []
  const files = new Map<string, { readonly bytes: Buffer; readonly mimeType: string }>()
  const scripted: TestOutcome[] = []
  let rule: ((account: TransportAccount, message: OutboundMessage) => TestOutcome) | undefined

  const accept = (accountId: string, message: OutboundMessage): Accepted => {
    const wamid = `wamid.test.${randomUUID()}`
    sent.push({ accountId, message, wamid })
    if (sent.length > keeps) sent.shift()
    return { wamid, waId: message.to.waId }
  }
  return {
    name: 'test',
    capabilities,
    sent,
    read,
    script: (...outcomes) => void scripted.push(...outcomes),
    decide: (next) => void (rule = next),
    async send(account, message, signal) {
      if (signal?.aborted) throw failures.unreachable()
      checkMessage(message, capabilities)
      const outcome = scripted.shift() ?? rule?.(account, message) ?? 'accept'
      if (outcome instanceof TransportError) throw outcome
      if (outcome === 'accept') return accept(account.accountId, message)
      if (outcome === 'lost') accept(account.accountId, message)
      throw failures[outcome]()
    },
    async markRead(account, wamid, { typing }) {
      read.push({ accountId: account.accountId, wamid, typing })
      if (read.length > keeps) read.shift()
    },
    async uploadMedia(_account, { body, mimeType }) {
      const providerMediaId = `media.test.${randomUUID()}`
      files.set(providerMediaId, { bytes: await buffer(body), mimeType })
      const [oldest] = files.keys()
      if (files.size > keeps && oldest !== undefined) files.delete(oldest)
      return { providerMediaId }
    },
    async downloadMedia(_account, { providerMediaId }) {
      const file = files.get(providerMediaId)
      if (!file) throw failures.refuse()
      const sha256 = createHash('sha256').update(file.bytes).digest('hex')
      return { body: Readable.from([file.bytes]), mimeType: file.mimeType, sizeBytes: file.bytes.length, sha256 }
    },
    async findSent(account, callbackData) {
      const found = sent.find((one) => one.accountId === account.accountId && one.message.callbackData === callbackData)
      return found ? { wamid: found.wamid } : 'not-sent'
    },
    async health() {
      return { ok: true, detail: 'reaches nobody, by design' }
    },
  }
}

function checkMessage({ to, content }: OutboundMessage, { contentTypes }: Capabilities): void {
  if (!contentTypes.has(content.type)) throw failures.refuse()
  if (to.phone === undefined && to.waId === undefined && to.bsuid === undefined) throw failures.refuse()
}

const failures = {
  lost: () =>
    new TransportError({
      outcome: 'unknown',
      retryable: false,
      sentence: 'The test provider did not answer after the request had left. It may have been accepted.',
      remedy: 'Wait for its receipt.',
    }),
  refuse: () =>
    new TransportError({
      outcome: 'not-sent',
      retryable: false,
      providerCode: 'test-refused',
      sentence: 'The test provider refused it.',
      remedy: 'It was told to, or the message is not one that it takes.',
    }),
  'too-fast': () =>
    new TransportError({
      outcome: 'not-sent',
      retryable: true,
      providerCode: 'test-too-fast',
      sentence: 'The test provider asks to send more slowly.',
      remedy: 'It is tried again by itself.',
      limits: 'number',
    }),
  unreachable: () =>
    new TransportError({
      outcome: 'not-sent',
      retryable: true,
      sentence: 'The test provider could not be reached. Nothing was sent.',
      remedy: 'It is tried again by itself.',
    }),
} as const
