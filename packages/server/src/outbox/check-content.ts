import type { OutboundContent, SendAlternative, SendRefusalCode } from '@switchboard/contract'
import type { Capabilities } from '../transports/transport.ts'
import { splitText } from './split-text.ts'

export interface ContentProblem {
  readonly code: SendRefusalCode
  readonly reason: string
  readonly alternative?: SendAlternative
}

/** Whether a transport can carry a content at all; null: it can. */
export function checkContent(content: OutboundContent, can: Capabilities): ContentProblem | null {
  if (!can.contentTypes.has(content.type) || (content.type === 'template' && !can.templates)) {
    const types = [...can.contentTypes].join(', ')
    return {
      code: 'content-not-supported',
      reason: `This account cannot send "${content.type}". It can send: ${types}.`,
    }
  }
  if (content.type === 'text') {
    const length = characters(content.text)
    if (length <= can.textLimit) return null
    const parts = splitText(content.text, can.textLimit).length
    return {
      code: 'text-too-long',
      reason: `The text has ${length} characters; one message takes ${can.textLimit}. Shorten it, or send it with "split": true as ${parts} messages.`,
      alternative: { kind: 'split', limit: can.textLimit, parts },
    }
  }
  const caption = 'caption' in content ? content.caption : undefined
  if (caption === undefined || characters(caption) <= can.captionLimit) return null
  return {
    code: 'caption-too-long',
    reason: `The caption has ${characters(caption)} characters; ${can.captionLimit} are possible. Send the rest as a text of its own.`,
  }
}

/** Code points, which is how WhatsApp counts. */
function characters(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
}
