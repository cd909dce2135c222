import { statusError } from '../error-catalogue.ts'
import type { Json } from '../graph-error.ts'
import type { Fate } from '../magic-recipients.ts'
import type { Span } from '../options.ts'
import type { BusinessNumber, World } from '../world.ts'
import type { LoggedMessage, StatusEvent, StatusName } from './message-log.ts'
import { priceOf } from './pricing.ts'

/** What is known of an accepted message when it sets out. */
export interface Departure {
  readonly number: BusinessNumber
  readonly message: LoggedMessage
  readonly fate: Fate | undefined
  /** Meta's code when it fails for another reason than its fate. */
  readonly failure: { readonly code: number; readonly details?: string } | undefined
}

/**
 * Sends an accepted message on its way: accepted → sent → delivered → read, each with its delay and its webhook; or failed. Stops
 * where its fate or the customer's phone stops it.
 */
export function depart(world: World, departure: Departure): void {
  const { fate, failure } = departure
  const code = failure?.code ?? (fate?.kind === 'fails' ? fate.code : undefined)
  if (code !== undefined) {
    later(world, world.delays.sent, 0, () => void tell(world, departure, 'failed', statusError(code, failure?.details)))
    return
  }
  if (fate?.kind === 'backwards') return backwards(world, departure)
  const extra = fate?.kind === 'arrives' ? (fate.extraMilliseconds ?? 0) : fate?.kind === 'held' ? 10_000 : 0
  if (fate?.kind === 'arrives' && fate.upTo === 'accepted') return
  if (fate?.kind === 'overtaken') return deliver(world, departure, 0)
  later(world, world.delays.sent, extra, () => {
    void tell(world, departure, 'sent')
    deliver(world, departure, extra)
  })
}

function deliver(world: World, departure: Departure, extra: number): void {
  const { fate, message } = departure
  if ((fate?.kind === 'arrives' && fate.upTo === 'sent') || !takes(message)) return
  // It may have been switched off, or have blocked the business, on the way.
  later(world, world.delays.delivered, extra, () => takes(message) && receive(world, departure))
}

/** Whether the phone is on. What comes while the business is blocked is lost, also for who unblocks it later. */
function takes(message: LoggedMessage): boolean {
  const { receives, blocksBusiness } = message.customer
  if (blocksBusiness) message.blocked = true
  return receives && !blocksBusiness
}

/** The phone gets it. */
export function receive(world: World, departure: Departure): void {
  const { fate, message } = departure
  if (message.events.some(({ status }) => status === 'delivered' || status === 'read' || status === 'failed')) return
  if (message.blocked) return
  void tell(world, departure, 'delivered')
  if (!message.customer.reads || fate?.kind === 'arrives' || message.type === 'reaction') return
  later(world, world.delays.read, 0, () => read(world, departure))
}

/** The customer looks at it. */
export function read(world: World, departure: Departure): void {
  const { message } = departure
  if (message.events.some(({ status }) => status === 'read' || status === 'failed')) return
  void tell(world, departure, 'read')
  if (message.type === 'audio') void tell(world, departure, 'played')
}

function backwards(world: World, departure: Departure): void {
  later(world, world.delays.sent, 0, () => {
    for (const status of ['read', 'delivered', 'sent'] as const) void tell(world, departure, status)
  })
}

/** @returns when the webhook with it was answered or failed */
export function tell(world: World, departure: Departure, status: StatusName, error?: Json): Promise<void> {
  const { message, fate } = departure
  const { businessAccountId, id, digits } = departure.number
  const event: StatusEvent = {
    id: world.random.digits(16),
    status,
    at: Math.floor(world.clock.now() / 1_000),
    webhook: 'PENDING',
    ...(error && { error: String(error['title']) }),
  }
  message.events.push(event)
  world.changes.touch(message.customer)
  const item = {
    kind: 'status',
    businessAccountId,
    number: { id, digits },
    laneKey: message.wamid,
    status: statusObject(world, departure, event, error),
    onState: (state: StatusEvent['webhook']) => void (event.webhook = state),
  } as const
  if (fate?.kind === 'doubled') void world.webhooks.send(item)
  return world.webhooks.send(item)
}

function statusObject(world: World, departure: Departure, event: StatusEvent, error: Json | undefined): Json {
  const { message, number } = departure
  const windowOpen = message.windowOpen === true
  const { customer } = message
  const { freeEntryUntil } = customer.thread(number.id)
  const freeEntry = freeEntryUntil !== undefined && freeEntryUntil > message.at
  const priced = event.status === 'sent' || event.status === 'delivered'
  return {
    id: message.wamid,
    status: event.status,
    timestamp: String(event.at),
    ...(!customer.hidesPhone && { recipient_id: customer.waId }),
    recipient_user_id: customer.userId,
    ...(message.callbackData !== undefined && { biz_opaque_callback_data: message.callbackData }),
    // Since pricing is per message, only the free window after an ad has a conversation.
    ...(priced && freeEntry && { conversation: freeConversation(customer.userId, number.id, freeEntryUntil) }),
    ...(priced &&
      message.type !== 'reaction' && {
        pricing: priceOf({ category: message.category, windowOpen, freeEntry, at: world.clock.now() }),
      }),
    ...(error && { errors: [error] }),
  }
}

function freeConversation(userId: string, numberId: string, until: number): Json {
  return {
    id: Buffer.from(`${numberId}${userId}`).toString('hex').slice(0, 32),
    expiration_timestamp: String(Math.floor(until / 1_000)),
    origin: { type: 'referral_conversion' },
  }
}

function later(world: World, span: Span, extra: number, action: () => void): void {
  const wait = world.random.between(span) + extra
  // What has no delay happens at once, so that the statuses of a message come in their order and can share a POST.
  if (wait === 0) action()
  else world.clock.after(wait, action)
}
