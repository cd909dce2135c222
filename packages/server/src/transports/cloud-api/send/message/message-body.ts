import type { OutboundMessage, ResolvedContent } from '../../../transport.ts'
import { TransportError } from '../../../transport-error.ts'
import { addressOf } from './address.ts'
import { contactObject } from './contacts.ts'
import { interactiveButtons, interactiveCtaUrl, interactiveList } from './interactive.ts'
import { given, type Json } from './json.ts'
import { mediaObject } from './media-object.ts'
import { templateObject } from './template.ts'

/**
 * The body of `POST /{phone-number-id}/messages`.
 * @throws {TransportError} for a message without address, or whose media or target were not resolved; nothing was sent.
 */
export function messageBody(message: OutboundMessage): Json {
  const { quotedWamid, callbackData } = message
  return {
    messaging_product: 'whatsapp',
    ...addressOf(message.to),
    ...(quotedWamid !== undefined && { context: { message_id: quotedWamid } }),
    ...contentPart(message.content),
    ...(callbackData !== '' && { biz_opaque_callback_data: callbackData }),
  }
}

function contentPart(content: ResolvedContent): Json {
  const { resolved } = content
  switch (content.type) {
    case 'text':
      return part('text', given({ body: content.text, preview_url: content.previewUrl }))
    case 'image':
    case 'video':
      return part(content.type, given({ ...mediaObject(content.media, resolved), caption: content.caption }))
    case 'audio':
      // `voice` makes it a voice note, with the waveform; only for Ogg with Opus.
      return part('audio', { ...mediaObject(content.media, resolved), ...(content.voice && { voice: true }) })
    case 'document': {
      const { caption, filename } = content
      return part('document', given({ ...mediaObject(content.media, resolved), caption, filename }))
    }
    case 'sticker':
      return part('sticker', mediaObject(content.media, resolved))
    case 'location': {
      const { latitude, longitude, name, address } = content
      // Texts: that is how Meta's description has them.
      return part('location', given({ latitude: String(latitude), longitude: String(longitude), name, address }))
    }
    case 'contacts':
      return part('contacts', content.contacts.map(contactObject))
    case 'reaction':
      return part('reaction', { message_id: targetOf(resolved), emoji: content.emoji ?? '' })
    case 'buttons':
      return part('interactive', interactiveButtons(content, resolved))
    case 'list':
      return part('interactive', interactiveList(content, resolved))
    case 'cta_url':
      return part('interactive', interactiveCtaUrl(content, resolved))
    case 'interactive':
      return part('interactive', content.interactive)
    case 'template':
      return part('template', templateObject(content, resolved))
  }
}

function part(type: string, object: unknown): Json {
  return { type, [type]: object }
}

function targetOf(resolved: ResolvedContent['resolved']): string {
  if (resolved?.targetWamid !== undefined) return resolved.targetWamid
  throw new TransportError({
    outcome: 'not-sent',
    retryable: false,
    sentence: 'The message to react to has no id at Meta yet.',
    remedy: 'React once it has been sent.',
  })
}
