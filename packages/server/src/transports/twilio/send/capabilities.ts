import type { Capabilities } from '../../transport.ts'

const megabyte = 1024 * 1024

/** https://www.twilio.com/docs/whatsapp/guidance-whatsapp-media-messages and …/api/message-resource */
export const twilioCapabilities: Capabilities = {
  contentTypes: new Set(['text', 'image', 'video', 'audio', 'document', 'location', 'template']),
  templates: true,
  receipts: true,
  // Replies can be quoted inbound only; buttons and lists are content templates there.
  quotes: false,
  markRead: false,
  typing: false,
  groups: false,
  edit: false,
  calls: false,
  serviceWindowMilliseconds: 24 * 60 * 60 * 1_000,
  callbackData: true,
  textLimit: 1600,
  captionLimit: 1024,
  media: {
    image: { maxBytes: 5 * megabyte, mimeTypes: ['image/jpeg', 'image/png', 'image/webp'] },
    video: { maxBytes: 16 * megabyte, mimeTypes: ['video/mp4'] },
    audio: { maxBytes: 16 * megabyte, mimeTypes: ['audio/ogg', 'audio/amr', 'audio/3gpp', 'audio/aac', 'audio/mpeg'] },
    document: { maxBytes: 16 * megabyte, mimeTypes: [] },
    sticker: { maxBytes: 0, mimeTypes: [] },
  },
}
