import type { Conversation, MessageId, OutboundContent } from '@switchboard/contract'
import { useOutgoingActions } from '../outgoing/outgoing-provider.tsx'
import type { Attachment } from './attachment.ts'
import { canHaveCaption, contentOf } from './attachment.ts'
import { schedule } from './queries.ts'
import { setReplyTarget, useReplyTarget } from './reply-target.ts'

/** What one press on “Send” sends: a text, or files of which the first that can have a caption gets the text as such. */
export function contentsOf(text: string, attachments: readonly Attachment[], captionLimit: number): OutboundContent[] {
  const said = text.trim()
  const ready = attachments.flatMap((one) => (one.state.kind === 'ready' ? [{ one, id: one.state.media.id }] : []))
  const fits = said !== '' && [...said].length <= captionLimit
  const captioned = fits ? ready.findIndex(({ one }) => canHaveCaption(one.kind)) : -1
  const files = ready.map(({ one, id }, index) => contentOf(one, id, index === captioned ? said : undefined))
  return said === '' || captioned >= 0 ? files : [{ type: 'text', text: said }, ...files]
}

export interface Composing {
  /** Hands everything to the queue, in order; the first quotes what is answered. */
  readonly send: (
    contents: readonly OutboundContent[],
    more?: { readonly shown?: string; readonly split?: boolean },
  ) => void
  /** Asks the server at once, so that its refusal can be shown where the time is chosen. */
  readonly sendLater: (contents: readonly OutboundContent[], sendAt: string) => Promise<void>
}

export function useComposing({ id: conversationId }: Conversation): Composing {
  const { add } = useOutgoingActions()
  const target = useReplyTarget(conversationId)
  const quoting = (index: number): { replyTo?: MessageId } => (target && index === 0 ? { replyTo: target.id } : {})
  return {
    send(contents, more) {
      for (const [index, content] of contents.entries()) add({ conversationId, content, ...quoting(index), ...more })
      setReplyTarget(conversationId, null)
    },
    async sendLater(contents, sendAt) {
      for (const [index, content] of contents.entries()) {
        const { replyTo } = quoting(index)
        await schedule({ conversationId, content, sendAt, ...(replyTo ? { quotedMessageId: replyTo } : {}) })
      }
      setReplyTarget(conversationId, null)
    },
  }
}
