import type { Conversation } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { Button } from '../../../components/button.tsx'
import { classNames } from '../../../components/class-names.ts'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { Skeleton } from '../../../components/skeleton.tsx'
import { useSession } from '../../../session/session.ts'
import { useTranslations } from '../../../strings/use-translations.ts'
import { contactQuery } from '../queries.ts'
import type { Inbox } from '../use-inbox.ts'
import { EarlierConversations } from './earlier-conversations.tsx'
import { History } from './history.tsx'
import { Identities } from './identities.tsx'
import { Notes } from './notes.tsx'
import { OptOut } from './opt-out.tsx'
import { PanelSection } from './panel-section.tsx'
import { PersonHead } from './person-head.tsx'
import { PolicySelect } from './policy-select.tsx'

export interface ContactPanelProps {
  readonly conversation: Conversation
  readonly inbox: Inbox
  readonly onClose: () => void
  /** Over the conversation where there is no room beside it. */
  readonly isForced: boolean
}

/** Who it is with, and what the team knows: names and numbers, whether they want to be written to, notes, history. */
export function ContactPanel({ conversation, inbox, onClose, isForced }: ContactPanelProps) {
  const words = useTranslations('inbox.panel')
  const { can } = useSession()
  return (
    <section
      aria-label={words('title')}
      className={classNames(
        'flex flex-col border-s bg-surface',
        isForced ? 'fixed inset-y-0 end-0 z-20 w-full shadow-2xl sm:w-80' : 'w-80 shrink-0',
      )}
    >
      <div className="flex h-15 shrink-0 items-center justify-between border-b px-4">
        <h2 className="font-semibold">{words('title')}</h2>
        <Button kind="ghost" size="small-icon" aria-label={words('close')} onClick={onClose}>
          <X />
        </Button>
      </div>
      <div className="min-h-0 flex-1 divide-y overflow-y-auto">
        {conversation.contact && can('contacts:read') && <Person contactId={conversation.contact.id} />}
        {conversation.kind === 'group' && <GroupHead conversation={conversation} />}
        {can('messages:read') && <Notes conversationId={conversation.id} />}
        <PolicySelect conversation={conversation} />
        {conversation.contact && <EarlierConversations conversation={conversation} inbox={inbox} />}
        <History conversationId={conversation.id} />
      </div>
    </section>
  )
}

function Person({ contactId }: { readonly contactId: string }) {
  const { data: contact, error, refetch } = useQuery(contactQuery(contactId))
  if (contact)
    return (
      <>
        <PersonHead key={contact.id} contact={contact} />
        <Identities contact={contact} />
        <OptOut contact={contact} />
      </>
    )
  if (error) return <ProblemNote className="m-4" error={error} onRetry={() => void refetch()} />
  return (
    <div aria-busy className="grid justify-items-center gap-3 p-4">
      <Skeleton className="size-14 rounded-full" />
      <Skeleton className="h-4 w-32" />
      <Skeleton className="h-24 w-full" />
    </div>
  )
}

function GroupHead({ conversation: { subject, groupId, participants } }: { readonly conversation: Conversation }) {
  const words = useTranslations('inbox.panel')
  return (
    <PanelSection title={subject ?? groupId ?? words('group')}>
      <ul className="grid gap-1">
        {participants?.map(({ id, name, phone, username }) => (
          <li key={id} dir="auto" className="truncate">
            {name ?? phone ?? username ?? words('unknown')}
          </li>
        ))}
      </ul>
    </PanelSection>
  )
}
