import type { Content, OutboundContent } from '@switchboard/contract'
import { Button } from '../../components/button.tsx'
import type { OutgoingMessage } from '../../outgoing/outgoing-message.ts'
import { useOutgoingActions } from '../../outgoing/outgoing-provider.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { MessageContent } from '../content/message-content.tsx'
import type { ShownMessage } from '../content/shown-message.ts'
import { DeliveryMark } from '../delivery/delivery-mark.tsx'

/** What was just written, until the server shows it: at once, and honest about where it is. */
export function OutgoingBubble({ outgoing }: { readonly outgoing: OutgoingMessage }) {
  const words = useTranslations('thread')
  const { retry, discard } = useOutgoingActions()
  const { state, problem, clientId } = outgoing
  const isRefused = state === 'refused'
  return (
    <article aria-label={words('from.us')} className="flex flex-col items-end px-4 pt-0.5 sm:px-6">
      <div className="min-w-0 max-w-[min(34rem,100%)] rounded-2xl bg-bubble-out px-3 pt-1.5 pb-1 opacity-80">
        <MessageContent message={asShown(outgoing)} />
        <p className="flex justify-end leading-5">
          <DeliveryMark delivery={isRefused ? 'failed' : state === 'sending' ? 'sending' : 'queued'} />
        </p>
      </div>
      {(state === 'offline' || state === 'old') && (
        <div className="mt-1 mb-2 flex max-w-full flex-wrap items-center justify-end gap-2 text-xs">
          <p className="text-end text-soft">{words(state === 'old' ? 'oldNote' : 'offlineNote')}</p>
          {state === 'old' && (
            <Button size="small" onClick={() => retry(clientId)}>
              {words('sendNow')}
            </Button>
          )}
          <Button size="small" onClick={() => discard(clientId)}>
            {words('cancelSend')}
          </Button>
        </div>
      )}
      {isRefused && (
        <div className="mt-1 mb-2 flex max-w-full flex-wrap items-center justify-end gap-2 text-xs">
          <p className="min-w-0 break-words text-end font-medium text-danger">
            {problem?.sentence ?? words('failedNote')}
          </p>
          <Button size="small" onClick={() => retry(clientId)}>
            {words('tryAgain')}
          </Button>
          <Button size="small" onClick={() => discard(clientId)}>
            {words('discard')}
          </Button>
        </div>
      )}
    </article>
  )
}

/** As the server will show it, as far as that is known here. */
function asShown({ clientId, content, shown }: OutgoingMessage): ShownMessage {
  const mediaId = 'media' in content && 'mediaId' in content.media ? content.media.mediaId : undefined
  const unknown = { mimeType: null, filename: null, sizeBytes: null, width: null, height: null }
  return {
    id: clientId,
    content: contentOf(content, shown),
    ...(mediaId && { media: [{ id: mediaId, kind: content.type, state: 'stored', ...unknown }] }),
  }
}

function contentOf(content: OutboundContent, shown: string | undefined): Content {
  switch (content.type) {
    case 'text':
    case 'location':
      return content
    case 'image':
    case 'video':
      return { type: content.type, caption: content.caption }
    case 'audio':
      return { type: 'audio', voice: content.voice ?? false }
    case 'document':
      return { type: 'document', caption: content.caption, filename: content.filename }
    case 'sticker':
      return { type: 'sticker', animated: false }
    case 'contacts':
      return {
        type: 'contacts',
        contacts: content.contacts.map(({ name, phones, emails }) => ({
          name: name.formattedName,
          phones: phones ?? [],
          emails: emails ?? [],
          raw: null,
        })),
      }
    case 'template':
      return { type: 'template', text: shown ?? content.name }
    case 'reaction':
      return { type: 'text', text: content.emoji ?? '' }
    case 'buttons':
    case 'list':
    case 'cta_url':
      return { type: 'interactive', kind: 'other', title: content.body, response: content }
    case 'interactive':
      return { type: 'interactive', kind: 'other', response: content.interactive }
  }
}
