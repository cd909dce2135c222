import type { Json } from '../graph-error.ts'
import type { LoggedMessage } from '../messages/message-log.ts'
import type { Customer } from '../people/customer.ts'
import { type BusinessNumber, newWamid, type World } from '../world.ts'
import { PhoneError } from './phone-error.ts'
import type { PhoneMessage } from './phone-message.ts'
import { wirePart } from './wire-part.ts'

const threeDays = 3 * 86_400_000

/**
 * A customer writes to the business. Opens the service window; the business hears of it by webhook, unless it has blocked them.
 * While the phone is off it waits.
 * @returns the new message's id
 * @throws {PhoneError} where WhatsApp would not let them
 */
export async function writeMessage(
  world: World,
  number: BusinessNumber,
  customer: Customer,
  message: PhoneMessage,
): Promise<string> {
  if (customer.blocksBusiness)
    throw new PhoneError('Who has blocked the business cannot write to it. Unblock it first.')
  const part = await wirePart(world, number, customer, message)
  const ago = message.type === 'text' ? (message.agoSeconds ?? 0) * 1_000 : 0
  const wamid = newWamid(world, customer.id)
  const shown = typeof part['type'] === 'string' ? part['type'] : message.type
  const logged: LoggedMessage = {
    wamid,
    historyId: world.random.digits(16),
    numberId: number.id,
    customer,
    direction: 'inbound',
    type: shown,
    content: part[shown],
    quotedWamid: answeredBy(message),
    at: world.clock.now() - ago,
    events: [],
  }
  if (!actsOnAnother(message)) world.messages.add(logged)
  const leave = () => {
    openWindow(number, customer, message, world.clock.now() - ago)
    announce(world, number, logged, part, ago)
  }
  if (customer.receives) leave()
  else customer.unsent.push(leave)
  world.changes.touch(customer)
  return wamid
}

/** What is pressed is answered too. */
function answeredBy(message: PhoneMessage): string | undefined {
  if (message.type === 'button' || message.type === 'list') return message.messageId
  return 'quoted' in message ? message.quoted : undefined
}

function actsOnAnother({ type }: PhoneMessage): boolean {
  return type === 'reaction' || type === 'edit' || type === 'delete'
}

function openWindow(number: BusinessNumber, customer: Customer, message: PhoneMessage, at: number): void {
  const thread = customer.thread(number.id)
  thread.lastInboundAt = Math.max(thread.lastInboundAt ?? 0, at)
  if (message.type === 'text' && message.advert) thread.freeEntryUntil = at + threeDays
}

function announce(world: World, number: BusinessNumber, logged: LoggedMessage, part: Json, ago: number): void {
  const { customer } = logged
  if (customer.thread(number.id).blockedByBusiness) return
  const { businessAccountId, id, digits } = number
  const shown = !customer.hidesPhone && customer.waId !== undefined
  logged.webhook = 'PENDING'
  void world.webhooks.send({
    kind: 'message',
    businessAccountId,
    number: { id, digits },
    laneKey: customer.id,
    contact: {
      profile: { name: customer.name },
      ...(shown && { wa_id: customer.waId }),
      user_id: customer.userId,
    },
    message: {
      ...(shown && { from: customer.waId }),
      from_user_id: customer.userId,
      id: logged.wamid,
      timestamp: String(Math.floor((world.clock.now() - ago) / 1_000)),
      ...part,
    },
    onState(state) {
      logged.webhook = state
      world.changes.touch(customer)
    },
  })
}
