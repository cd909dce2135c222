import type { Json } from '../graph-error.ts'
import type { ShelvedMedia } from '../media-shelf.ts'
import type { BusinessNumber, World } from '../world.ts'
import { PhoneError } from './phone-error.ts'
import type { PhoneMessage } from './phone-message.ts'
import { tinyImage } from './tiny-image.ts'
import { tinyVoice } from './tiny-voice.ts'

type WithFile = Extract<PhoneMessage, { type: 'image' | 'video' | 'audio' | 'voice' | 'document' | 'sticker' }>

/** What WhatsApp's app makes of files before they leave the phone; other types it lets go as documents only. */
const takes: Readonly<Record<WithFile['type'], RegExp>> = {
  image: /^image\/(?:jpeg|png|webp)\b/,
  video: /^video\/(?:mp4|3gpp)\b/,
  audio: /^audio\//,
  voice: /^audio\//,
  document: /./,
  sticker: /^image\/webp\b/,
}

/** A file as the webhook has it. Without one a small picture or a second of silence is made. @throws {PhoneError} */
export async function wireFile(world: World, number: BusinessNumber, message: WithFile): Promise<Json> {
  const media = message.file === undefined ? await sampleOf(world, number, message.type) : shelved(world, message.file)
  if (!takes[message.type].test(media.mimeType))
    throw new PhoneError(`WhatsApp sends no ${media.mimeType} as ${message.type}. Send it as a document.`)
  const caption = 'caption' in message && message.caption !== undefined ? { caption: message.caption } : {}
  const file = { id: media.id, mime_type: media.mimeType, sha256: media.sha256.toString('base64'), ...caption }
  switch (message.type) {
    case 'audio':
      return { type: 'audio', audio: { ...file, voice: false } }
    case 'voice':
      return { type: 'audio', audio: { ...file, voice: true } }
    case 'document':
      return { type: 'document', document: { ...file, filename: media.filename ?? 'file' } }
    case 'sticker':
      return { type: 'sticker', sticker: { ...file, animated: false } }
    case 'image':
    case 'video':
      return { type: message.type, [message.type]: file }
  }
}

function shelved(world: World, id: string): ShelvedMedia {
  const media = world.media.get(id)
  if (!media) throw new PhoneError(`There is no file ${id.slice(0, 100)} on the phone. Put it there first.`, 404)
  return media
}

async function sampleOf(world: World, number: BusinessNumber, type: WithFile['type']): Promise<ShelvedMedia> {
  const colour = () => world.random.between([0, 255])
  const [mimeType, bytes] =
    type === 'image' ? ['image/png', tinyImage(colour(), colour(), colour())] : ['audio/ogg; codecs=opus', tinyVoice()]
  const media = await world.media.put({ numberId: number.id, mimeType, bytes })
  if (media === 'too large') throw new PhoneError('The simulator keeps no files: its mediaBytes are too few.')
  return media
}
