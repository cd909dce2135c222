import { useQuery } from '@tanstack/react-query'
import { useDocumentTitle } from '../../shell/document-title.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { nameOf } from './conversation-cache.ts'
import { ConversationView } from './conversation-view.tsx'
import { ListPane } from './list/list-pane.tsx'
import { NothingChosen } from './nothing-chosen.tsx'
import { PhoneBeside } from './phone-beside.tsx'
import { conversationQuery } from './queries.ts'
import { useInbox } from './use-inbox.ts'
import { useInboxLive } from './use-inbox-live.ts'

/** The list of conversations, the one that was chosen, who it is with, and perhaps a simulated phone; on a phone one at a time. */
export function InboxPage() {
  const words = useTranslations('inbox')
  const inbox = useInbox()
  const { conversationId } = inbox
  useInboxLive()
  const { data } = useQuery({ ...conversationQuery(conversationId ?? ''), enabled: conversationId !== undefined })
  useDocumentTitle(data && conversationId ? nameOf(data, words('unknownPerson')) : words('title'))
  return (
    <div className="flex h-full">
      <h1 className="sr-only">{words('title')}</h1>
      <ListPane inbox={inbox} />
      {conversationId === undefined ? (
        <NothingChosen inbox={inbox} />
      ) : (
        <ConversationView key={conversationId} conversationId={conversationId} inbox={inbox} />
      )}
      <PhoneBeside inbox={inbox} />
    </div>
  )
}
