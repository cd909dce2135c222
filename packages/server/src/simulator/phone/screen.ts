import { fateOf, magicRecipients } from '../magic-recipients.ts'
import type { LoggedMessage } from '../messages/message-log.ts'
import type { Customer } from '../people/customer.ts'
import type { BusinessNumber, World } from '../world.ts'
import { isOnPhone } from './conversation-view.ts'
import { type OnScreen, readContent } from './screen-content.ts'

/** What a person sees who holds the phone: one conversation with the business. */
export interface Screen {
  readonly customer: PhoneOwner
  readonly business: string
  readonly businessPhone: string
  /** For so long it is shown that the business types; 0: not. */
  readonly typingMilliseconds: number
  /** Until then the business may write freely; null: it may not. */
  readonly windowClosesAt: string | null
  readonly blockedByBusiness: boolean
  /** Sent by the business and not there yet. */
  readonly underWay: number
  /** Oldest first. */
  readonly messages: readonly ScreenMessage[]
}

export interface PhoneOwner {
  readonly id: string
  readonly phone: string | null
  readonly userId: string
  readonly name: string
  readonly receives: boolean
  readonly reads: boolean
  readonly answers: boolean
  readonly hidesPhone: boolean
  readonly wantsMarketing: boolean
  readonly blocksBusiness: boolean
  /** What happens to messages to this recipient; null: nothing unusual. */
  readonly magic: string | null
  readonly lastMessageAt: string | null
}

export interface ScreenMessage {
  readonly id: string
  readonly from: 'customer' | 'business'
  readonly at: string
  /** The customer's: waiting (phone off), sent, delivered (the business's server has it), read (marked as read there). */
  readonly state: 'waiting' | 'sent' | 'delivered' | 'read'
  readonly edited: boolean
  readonly canEdit: boolean
  readonly quoted: string | null
  /** By the other side. */
  readonly reaction: string | null
  /** Null: deleted. */
  readonly content: OnScreen | null
}

const day = 86_400_000
const quarterHour = 15 * 60_000

export function screenOf(world: World, customer: Customer, number: BusinessNumber): Screen {
  const thread = customer.thread(number.id)
  const now = world.clock.now()
  const known = thread.wamids.map((wamid) => world.messages.get(wamid)).filter((message) => message !== undefined)
  const { lastInboundAt } = thread
  return {
    customer: ownerOf(world, customer),
    business: number.verifiedName ?? number.displayPhoneNumber,
    businessPhone: number.displayPhoneNumber,
    typingMilliseconds: customer.receives ? Math.max(0, thread.typingUntil - now) : 0,
    windowClosesAt:
      lastInboundAt !== undefined && customer.windowOpen(number.id, now) ? isoOf(lastInboundAt + day) : null,
    blockedByBusiness: thread.blockedByBusiness,
    underWay: known.filter(isUnderWay).length,
    messages: known.filter(isOnPhone).map((message) => onScreen(world, message, now)),
  }
}

export function ownerOf(world: World, customer: Customer): PhoneOwner {
  const { id, waId, userId, name, receives, reads, answers, hidesPhone, wantsMarketing, blocksBusiness } = customer
  const magic = fateOf(waId) && magicRecipients.find((each) => each.waId === waId)
  const lastAts = [...customer.threads.values()].map(({ wamids }) => world.messages.get(wamids.at(-1) ?? '')?.at ?? 0)
  const lastAt = Math.max(0, ...lastAts)
  return {
    ...{ id, phone: waId === undefined ? null : `+${waId}`, userId, name, receives, reads, answers, hidesPhone },
    ...{ wantsMarketing, blocksBusiness, magic: magic?.what ?? null },
    lastMessageAt: lastAt === 0 ? null : isoOf(lastAt),
  }
}

function isUnderWay({ direction, type, events, blocked }: LoggedMessage): boolean {
  return direction === 'outbound' && type !== 'reaction' && !blocked && events.at(-1)?.status === 'sent'
}

function onScreen(world: World, message: LoggedMessage, now: number): ScreenMessage {
  const { wamid, direction, type, at, quotedWamid, reaction, editedAt, deletedAt } = message
  const mine = direction === 'inbound'
  return {
    id: wamid,
    from: mine ? 'customer' : 'business',
    at: isoOf(at),
    state: mine ? stateOf(message) : message.events.some(({ status }) => status === 'read') ? 'read' : 'delivered',
    edited: editedAt !== undefined,
    canEdit: mine && type === 'text' && deletedAt === undefined && now - at < quarterHour,
    quoted: quotedWamid ?? null,
    reaction: reaction ?? null,
    content: deletedAt === undefined ? readContent(world, message) : null,
  }
}

function stateOf({ readByBusiness, webhook }: LoggedMessage): ScreenMessage['state'] {
  if (readByBusiness) return 'read'
  if (webhook === 'DELIVERED') return 'delivered'
  return webhook === undefined ? 'waiting' : 'sent'
}

function isoOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
