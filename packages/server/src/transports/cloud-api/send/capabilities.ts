import type { Capabilities } from '../../transport.ts'

const megabyte = 1024 * 1024

/** https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media#supported-media-types */
export const cloudApiCapabilities: Capabilities = {
  contentTypes: new Set([
    ...(['text', 'image', 'video', 'audio', 'document', 'sticker', 'location', 'contacts', 'reaction'] as const),
    ...(['buttons', 'list', 'cta_url', 'interactive', 'template'] as const),
  ]),
  templates: true,
  receipts: true,
  quotes: true,
  markRead: true,
  typing: true,
  groups: true,
  edit: false,
  calls: true,
  serviceWindowMilliseconds: 24 * 60 * 60 * 1_000,
  callbackData: true,
  textLimit: 4096,
  captionLimit: 1024,
  media: {
    image: { maxBytes: 5 * megabyte, mimeTypes: ['image/jpeg', 'image/png'] },
    video: { maxBytes: 16 * megabyte, mimeTypes: ['video/mp4', 'video/3gpp'] },
    audio: { maxBytes: 16 * megabyte, mimeTypes: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'] },
    document: { maxBytes: 100 * megabyte, mimeTypes: [] },
    // 100 KB where it does not move; Meta tells, we don't look inside.
    sticker: { maxBytes: 500 * 1024, mimeTypes: ['image/webp'] },
  },
}
