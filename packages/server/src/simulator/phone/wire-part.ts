import type { Json } from '../graph-error.ts'
import type { LoggedMessage } from '../messages/message-log.ts'
import type { Customer } from '../people/customer.ts'
import type { BusinessNumber, World } from '../world.ts'
import { PhoneError } from './phone-error.ts'
import type { PhoneMessage } from './phone-message.ts'
import { chooseRow, pressButton } from './pressed.ts'
import { wireCard, wireOrder, wireUnsupported } from './wire-cards.ts'
import { wireFile } from './wire-file.ts'

const quarterHour = 15 * 60_000

/**
 * The message as the webhook has it, without sender, id and time. What it does to another message is done.
 * @throws {PhoneError} where WhatsApp would not let them
 */
export async function wirePart(
  world: World,
  number: BusinessNumber,
  customer: Customer,
  message: PhoneMessage,
): Promise<Json> {
  const context = 'quoted' in message ? contextOf(world, number, customer, message.quoted) : {}
  switch (message.type) {
    case 'text':
      return { ...context, ...referralOf(message), type: 'text', text: { body: message.text } }
    case 'image':
    case 'video':
    case 'audio':
    case 'voice':
    case 'document':
    case 'sticker':
      return { ...context, ...(await wireFile(world, number, message)) }
    case 'location': {
      const { latitude, longitude, name, address } = message
      const place = { latitude, longitude, ...(name && { name }), ...(address && { address }) }
      return { ...context, type: 'location', location: place }
    }
    case 'contacts':
      return { ...context, type: 'contacts', contacts: message.contacts.map(wireCard) }
    case 'order':
      return { type: 'order', order: wireOrder(message) }
    case 'unsupported':
      return wireUnsupported(message)
    case 'button':
    case 'list': {
      const target = targetOf(world, number, customer, message.messageId, 'outbound')
      const pressed = message.type === 'list' ? chooseRow(target, message.row) : pressButton(target, message.button)
      return { context: { from: number.digits, id: target.wamid }, ...pressed }
    }
    case 'reaction': {
      const target = targetOf(world, number, customer, message.messageId)
      target.reaction = message.emoji ?? undefined
      return {
        type: 'reaction',
        reaction: { message_id: target.wamid, ...(message.emoji && { emoji: message.emoji }) },
      }
    }
    case 'edit':
      return editPart(world, number, customer, message.messageId, message.text)
    case 'delete': {
      const target = targetOf(world, number, customer, message.messageId, 'inbound')
      target.deletedAt = world.clock.now()
      return { type: 'revoke', revoke: { original_message_id: target.wamid } }
    }
  }
}

function editPart(world: World, number: BusinessNumber, customer: Customer, messageId: string, body: string): Json {
  const target = targetOf(world, number, customer, messageId, 'inbound')
  if (target.type !== 'text') throw new PhoneError('Only texts can be edited.')
  if (world.clock.now() - target.at > quarterHour) throw new PhoneError('A message can be edited for 15 minutes.')
  target.content = { body }
  target.editedAt = world.clock.now()
  return { type: 'edit', edit: { original_message_id: target.wamid, message: { type: 'text', text: { body } } } }
}

function referralOf({ advert }: Extract<PhoneMessage, { type: 'text' }>): Json {
  if (!advert) return {}
  const referral = {
    source_type: 'ad',
    source_id: advert.id,
    source_url: advert.url,
    headline: 'An advertisement',
    body: 'Write to us on WhatsApp',
    media_type: 'image',
    image_url: advert.url,
    ctwa_clid: `clid-${advert.id}`,
  }
  return { referral }
}

function contextOf(world: World, number: BusinessNumber, customer: Customer, quoted: string | undefined): Json {
  if (quoted === undefined) return {}
  const target = targetOf(world, number, customer, quoted)
  const from = target.direction === 'outbound' ? number.digits : customer.waId
  return { context: { ...(from !== undefined && { from }), id: target.wamid } }
}

function targetOf(
  world: World,
  number: BusinessNumber,
  customer: Customer,
  wamid: string,
  direction?: LoggedMessage['direction'],
): LoggedMessage {
  const message = world.messages.get(wamid)
  const here = message?.customer === customer && message.numberId === number.id
  if (!message || !here || (direction && message.direction !== direction))
    throw new PhoneError(`The conversation has no such message: ${wamid.slice(0, 200)}`, 404)
  if (message.deletedAt !== undefined) throw new PhoneError('The message was deleted.')
  return message
}
