import { Changes } from './changes.ts'
import { type Clock, createClock } from './clock.ts'
import { createFaults, type Faults } from './faults.ts'
import type { Json } from './graph-error.ts'
import { Ledger } from './ledger.ts'
import { PairLimit, ThroughputLimit } from './limits.ts'
import { createMediaShelf, type MediaShelf } from './media-shelf.ts'
import { MessageLog } from './messages/message-log.ts'
import { type Delays, realisticDelays, type SimulatedNumber, type SimulatorOptions } from './options.ts'
import { People } from './people/people.ts'
import { type Random, seededRandom } from './random.ts'
import { TemplateShelf } from './templates/template-shelf.ts'
import { createWebhookSender, type WebhookSender } from './webhooks/sender.ts'

/** A number of the business with what happens on it. */
export interface BusinessNumber extends SimulatedNumber {
  /** The phone in digits, as `metadata.display_phone_number` has it. */
  readonly digits: string
  readonly messagesPerSecond: number
  readonly throughput: ThroughputLimit
  readonly profile: { current: Json }
}

/** Everything that the simulator holds. Passed to what acts on it; nothing of it is global. */
export interface World extends AsyncDisposable {
  readonly accessToken: string | undefined
  readonly appSecret: string
  readonly serviceWindow: boolean
  readonly knownMessagesOnly: boolean
  readonly delays: Delays
  readonly random: Random
  readonly clock: Clock
  readonly faults: Faults
  readonly numbers: ReadonlyMap<string, BusinessNumber>
  readonly pairs: PairLimit | undefined
  readonly people: People
  /** What is on a phone changed. */
  readonly changes: Changes
  readonly messages: MessageLog
  readonly ledger: Ledger
  readonly templates: TemplateShelf
  readonly media: MediaShelf
  readonly webhooks: WebhookSender
  /** Where a business account's webhooks go instead of the app's address, by its id. */
  readonly overrides: Map<string, string>
  /** Attempts that magic recipients have failed once already. */
  readonly failedOnce: Set<string>
}

const mostPeople = 10_000

export function createWorld(options: SimulatorOptions): World {
  const { pairLimit = { burst: 45, everyMilliseconds: 6_000 }, remember = 20_000 } = options
  const random = seededRandom(options.seed ?? crypto.randomUUID())
  const clock = createClock(options.speed ?? 1)
  const faults = createFaults(random)
  const numbers = new Map(options.phoneNumbers.map((number) => [number.id, businessNumber(number)]))
  const { webhookUrl: url, appSecret } = options
  const webhooks = createWebhookSender({ ...options.webhooks, url, appSecret, clock, faults, random })
  const media = createMediaShelf({ mostBytes: options.mediaBytes ?? 2 * 1024 ** 3, now: clock.now, random })
  return {
    accessToken: options.accessToken,
    appSecret,
    serviceWindow: options.serviceWindow ?? true,
    knownMessagesOnly: options.knownMessagesOnly ?? true,
    delays: { ...realisticDelays, ...options.delays },
    random,
    clock,
    faults,
    numbers,
    pairs: pairLimit === null ? undefined : new PairLimit(pairLimit.burst, pairLimit.everyMilliseconds),
    people: new People(mostPeople),
    changes: new Changes(),
    messages: new MessageLog(remember),
    ledger: new Ledger(remember),
    templates: new TemplateShelf([...new Set([...numbers.values()].map((each) => each.businessAccountId))], random),
    media,
    webhooks,
    overrides: new Map(),
    failedOnce: new Set(),
    async [Symbol.asyncDispose]() {
      clock[Symbol.dispose]()
      await webhooks[Symbol.asyncDispose]()
      await media[Symbol.asyncDispose]()
    },
  }
}

function businessNumber(number: SimulatedNumber): BusinessNumber {
  const messagesPerSecond = number.messagesPerSecond ?? (number.coexistence ? 20 : 80)
  return {
    ...number,
    digits: number.displayPhoneNumber.replaceAll(/\D/g, ''),
    messagesPerSecond,
    throughput: new ThroughputLimit(messagesPerSecond),
    profile: {
      current: {
        messaging_product: 'whatsapp',
        about: 'A number of the simulator',
        description: 'Answers like a business on WhatsApp, and reaches nobody.',
        email: 'shop@example.com',
        websites: ['https://shop.example.com/'],
        vertical: 'RETAIL',
      },
    },
  }
}

/** A new message id, shaped like Meta's. */
export function newWamid(world: World, of: string): string {
  return `wamid.${Buffer.from(`\x1d\x18${of}\x15\x02${world.random.hex(20).toUpperCase()}`, 'latin1').toString('base64')}`
}
