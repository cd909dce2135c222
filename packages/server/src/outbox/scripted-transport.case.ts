import type { OutboundType } from '@switchboard/contract'
import type { Accepted, Capabilities, OutboundMessage, Transport } from '../transports/transport.ts'

export const testCapabilities: Capabilities = {
  contentTypes: new Set<OutboundType>(['text', 'image', 'template', 'reaction', 'buttons']),
  templates: true,
  receipts: true,
  quotes: true,
  markRead: false,
  typing: false,
  groups: true,
  edit: false,
  calls: false,
  serviceWindowMilliseconds: 24 * 60 * 60 * 1_000,
  callbackData: true,
  textLimit: 4_096,
  captionLimit: 1_024,
  media: {
    image: { maxBytes: 5_000_000, mimeTypes: ['image/jpeg'] },
    video: { maxBytes: 5_000_000, mimeTypes: [] },
    audio: { maxBytes: 5_000_000, mimeTypes: [] },
    document: { maxBytes: 5_000_000, mimeTypes: [] },
    sticker: { maxBytes: 5_000_000, mimeTypes: [] },
  },
}

export interface Sent {
  readonly accountId: string
  readonly sendId: string
  readonly message: OutboundMessage
  readonly at: number
}

export interface ScriptedTransport extends Transport {
  readonly sent: Sent[]
}

/** Accepts at once, or does what `answer` does; notes every request. */
export function scriptedTransport(
  answer: (message: OutboundMessage, sendId: string, count: number) => Promise<Accepted> | Accepted = (_, id) => ({
    wamid: `wamid.${id}`,
  }),
): ScriptedTransport {
  const sent: Sent[] = []
  return {
    name: 'cloud-api',
    capabilities: testCapabilities,
    sent,
    async send(account, message) {
      const sendId = message.callbackData.slice(3)
      sent.push({ accountId: account.accountId, sendId, message, at: performance.now() })
      return answer(message, sendId, sent.length)
    },
    health: () => Promise.resolve({ ok: true, detail: '' }),
  }
}
