import type { Json } from '../graph-error.ts'
import { type LoggedMessage, latestStatus } from '../messages/message-log.ts'
import type { Customer } from '../people/customer.ts'
import type { World } from '../world.ts'

/** A conversation as it stands on the customer's phone, oldest message first. */
export function conversationView(world: World, customer: Customer, numberId: string): Json {
  const thread = customer.thread(numberId)
  const number = world.numbers.get(numberId)
  const now = world.clock.now()
  const messages = thread.wamids
    .map((wamid) => world.messages.get(wamid))
    .filter((message) => message !== undefined)
    .filter((message) => isOnPhone(message))
  return {
    numberId,
    business: number?.verifiedName ?? number?.displayPhoneNumber,
    businessTypes: thread.typingUntil > now,
    windowOpen: customer.windowOpen(numberId, now),
    blockedByBusiness: thread.blockedByBusiness,
    messages: messages.map(messageView),
  }
}

/** What was never delivered is not seen; a reaction is seen on its message. */
export function isOnPhone(message: LoggedMessage): boolean {
  if (message.type === 'reaction') return false
  return (
    message.direction === 'inbound' || message.events.some(({ status }) => status === 'delivered' || status === 'read')
  )
}

function messageView(message: LoggedMessage): Json {
  const { wamid, direction, type, at, content, rendered, quotedWamid, reaction, editedAt, deletedAt } = message
  return {
    id: wamid,
    from: direction === 'inbound' ? 'customer' : 'business',
    type,
    at: new Date(at).toISOString(),
    ...(deletedAt === undefined ? { content: rendered ?? content } : { deleted: true }),
    ...(quotedWamid !== undefined && { quoted: quotedWamid }),
    ...(reaction !== undefined && { reaction }),
    ...(editedAt !== undefined && { edited: true }),
    ...(direction === 'inbound'
      ? { readByBusiness: message.readByBusiness === true }
      : { status: latestStatus(message) }),
  }
}

export function customerView(customer: Customer): Json {
  const { id, waId, userId, name, receives, reads, answers, hidesPhone, wantsMarketing, blocksBusiness } = customer
  return {
    ...{ id, waId: waId ?? null, userId, name, receives, reads, answers, hidesPhone, wantsMarketing, blocksBusiness },
    conversations: [...customer.threads.keys()],
  }
}
