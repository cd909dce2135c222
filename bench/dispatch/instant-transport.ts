import type { Transport } from '../../packages/server/src/transports/transport.ts'

const media = { maxBytes: 1, mimeTypes: [] }

/** Accepts at once, so that what is measured is ours. */
export function testTransport(left: (sendId: string) => void): Transport {
  return {
    name: 'cloud-api',
    capabilities: {
      contentTypes: new Set(['text']),
      templates: false,
      receipts: true,
      quotes: true,
      markRead: false,
      typing: false,
      groups: false,
      edit: false,
      calls: false,
      serviceWindowMilliseconds: null,
      callbackData: true,
      textLimit: 4_096,
      captionLimit: 1_024,
      media: { image: media, video: media, audio: media, document: media, sticker: media },
    },
    send(_, { callbackData }) {
      left(callbackData)
      return Promise.resolve({ wamid: `wamid.${callbackData.slice(3)}` })
    },
    health: () => Promise.resolve({ ok: true, detail: '' }),
  }
}
