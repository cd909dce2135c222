import type { Json } from '../graph-error.ts'
import type { LoggedMessage } from '../messages/message-log.ts'
import type { Customer } from '../people/customer.ts'
import { type BusinessNumber, newWamid, type World } from '../world.ts'
import { PhoneError } from './phone-error.ts'
import type { PhoneMessage } from './phone-message.ts'
import { chooseRow, pressButton } from './pressed.ts'
import { tinyImage } from './tiny-image.ts'
import { tinyVoice } from './tiny-voice.ts'

const threeDays = 3 * 86_400_000
const quarterHour = 15 * 60_000

/**
 * A customer writes to the business. Opens the service window; the business hears of it by webhook, unless it has blocked them.
 * @returns the new message's id
 * @throws {PhoneError} where WhatsApp would not let them
 */
export async function writeMessage(
  world: World,
  number: BusinessNumber,
  customer: Customer,
  message: PhoneMessage,
): Promise<string> {
  const part = await wirePart(world, number, customer, message)
  const at = world.clock.now()
  const wamid = newWamid(world, customer.id)
  const thread = customer.thread(number.id)
  thread.lastInboundAt = at
  if (message.type === 'text' && message.advert) thread.freeEntryUntil = at + threeDays
  const shown = typeof part['type'] === 'string' ? part['type'] : message.type
  if (!actsOnAnother(message))
    world.messages.add({
      wamid,
      historyId: world.random.digits(16),
      numberId: number.id,
      customer,
      direction: 'inbound',
      type: shown,
      content: part[shown],
      quotedWamid: 'quoted' in message ? message.quoted : undefined,
      at,
      events: [],
    })
  if (!thread.blockedByBusiness) announce(world, number, customer, wamid, part)
  return wamid
}

function actsOnAnother({ type }: PhoneMessage): boolean {
  return type === 'reaction' || type === 'edit' || type === 'delete'
}

function announce(world: World, number: BusinessNumber, customer: Customer, wamid: string, part: Json): void {
  const { businessAccountId, id, digits } = number
  const shown = !customer.hidesPhone && customer.waId !== undefined
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
      id: wamid,
      timestamp: world.clock.seconds(),
      ...part,
    },
  })
}

/** The message as the webhook has it, without sender, id and time. */
async function wirePart(
  world: World,
  number: BusinessNumber,
  customer: Customer,
  message: PhoneMessage,
): Promise<Json> {
  const context = 'quoted' in message ? contextOf(world, number, customer, message.quoted) : {}
  switch (message.type) {
    case 'text':
      return { ...context, ...referralOf(message), type: 'text', text: { body: message.text } }
    case 'image': {
      const colour = [1, 2, 3].map(() => world.random.between([0, 255])) as [number, number, number] // three of them
      const file = await fileOf(world, number, 'image/png', tinyImage(...colour))
      return { ...context, type: 'image', image: { ...file, ...(message.caption && { caption: message.caption }) } }
    }
    case 'voice': {
      const file = await fileOf(world, number, 'audio/ogg; codecs=opus', tinyVoice())
      return { ...context, type: 'audio', audio: { ...file, voice: true } }
    }
    case 'location': {
      const { latitude, longitude, name, address } = message
      const place = { latitude, longitude, ...(name && { name }), ...(address && { address }) }
      return { ...context, type: 'location', location: place }
    }
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

async function fileOf(world: World, number: BusinessNumber, mimeType: string, bytes: Uint8Array): Promise<Json> {
  const media = await world.media.put({ numberId: number.id, mimeType, bytes })
  if (media === 'too large') throw new PhoneError('The simulator keeps no files: its mediaBytes are too few.')
  return { id: media.id, mime_type: mimeType, sha256: media.sha256.toString('base64') }
}
