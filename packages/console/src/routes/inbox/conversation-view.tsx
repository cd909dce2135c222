import type { Conversation, MessageId } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { ProblemNote } from '../../components/problem-note.tsx'
import { Composer } from '../../composer/composer.tsx'
import { setReplyTarget } from '../../composer/reply-target.ts'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { Thread } from '../../thread/thread.tsx'
import { ConversationHeader } from './header/conversation-header.tsx'
import { HeaderLoading } from './header/header-loading.tsx'
import { usePanel } from './panel/use-panel.ts'
import { conversationQuery } from './queries.ts'
import type { Inbox } from './use-inbox.ts'
import { useMarkSeen } from './use-mark-seen.ts'
import { usePresence } from './use-presence.ts'

const ContactPanel = lazy(async () => ({ default: (await import('./panel/contact-panel.tsx')).ContactPanel }))

export interface ConversationViewProps {
  readonly conversationId: string
  readonly inbox: Inbox
}

/** One conversation: what can be done with it, its messages, where one answers, who it is with. */
export function ConversationView({ conversationId, inbox }: ConversationViewProps) {
  const words = useTranslations('inbox')
  const { data, error, refetch } = useQuery(conversationQuery(conversationId))
  useMarkSeen(data)
  if (error && !data)
    return (
      <section aria-label={words('conversation')} className="min-w-0 flex-1 p-4">
        <ProblemNote error={error} onRetry={() => void refetch()} />
      </section>
    )
  if (!data)
    return (
      <section aria-label={words('conversation')} aria-busy className="min-w-0 flex-1 bg-thread">
        <HeaderLoading />
      </section>
    )
  return <OpenConversation conversation={data} inbox={inbox} />
}

function OpenConversation({ conversation, inbox }: { readonly conversation: Conversation; readonly inbox: Inbox }) {
  const words = useTranslations('inbox')
  const { can } = useSession()
  const presence = usePresence(conversation.id)
  // As it was when they came: what they see here is read from then on.
  const [unread] = useState({ firstId: conversation.firstUnreadId, count: conversation.unreadCount })
  const panel = usePanel(inbox)
  const { around } = inbox.search
  return (
    <>
      <section aria-label={words('conversation')} className="flex min-w-0 flex-1 flex-col bg-thread">
        <ConversationHeader conversation={conversation} inbox={inbox} others={presence.others} panel={panel} />
        <div className="min-h-0 flex-1">
          {can('messages:read') && (
            <Thread
              conversationId={conversation.id}
              around={around as MessageId | undefined} // the server says if it is none
              unread={unread}
              onReply={can('messages:send') ? (message) => setReplyTarget(conversation.id, message) : undefined}
            />
          )}
        </div>
        {/* What is typed bubbles up to here, whatever it is typed into. */}
        <div onInput={presence.onTyping}>
          <Composer conversation={conversation} />
        </div>
      </section>
      {panel.isShown && (
        <Suspense>
          <ContactPanel conversation={conversation} inbox={inbox} onClose={panel.toggle} isForced={panel.isForced} />
        </Suspense>
      )}
    </>
  )
}
