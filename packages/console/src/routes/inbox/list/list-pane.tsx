import { classNames } from '../../../components/class-names.ts'
import { useTranslations } from '../../../strings/use-translations.ts'
import type { Inbox } from '../use-inbox.ts'
import { ConversationList } from './conversation-list.tsx'
import { ListHeader } from './list-header.tsx'

/** The left of the inbox: what to look at, and the conversations. */
export function ListPane({ inbox }: { readonly inbox: Inbox }) {
  const words = useTranslations('inbox')
  return (
    <section
      aria-label={words('list')}
      className={classNames(
        'w-full shrink-0 flex-col border-e bg-surface md:flex md:w-88 2xl:w-96',
        inbox.conversationId === undefined ? 'flex' : 'hidden',
      )}
    >
      <ListHeader inbox={inbox} />
      <ConversationList inbox={inbox} />
    </section>
  )
}
