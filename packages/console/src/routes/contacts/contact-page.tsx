import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ArrowLeft, UserX } from 'lucide-react'
import { useFormatter } from 'use-intl'
import { isProblem } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useLiveEvents } from '../../live/live-provider.tsx'
import { useDocumentTitle } from '../../shell/document-title.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { AttributesCard } from './attributes-card.tsx'
import { ContactHeader } from './contact-header.tsx'
import { ConversationsCard } from './conversations-card.tsx'
import { IdentitiesCard } from './identities-card.tsx'
import { MergesCard } from './merges-card.tsx'
import { OptOutCard } from './opt-out-card.tsx'
import { contactQuery } from './queries.ts'

const route = getRouteApi('/contacts/$contactId')

/** One person: how they are known, what was said, what may be done. */
export function ContactPage() {
  const words = useTranslations('contacts')
  const { contactId } = route.useParams()
  const queries = useQueryClient()
  const { data: contact, error, refetch } = useQuery(contactQuery(contactId))
  useDocumentTitle(contact?.name ?? words('title'))
  useLiveEvents(
    [
      'contact.updated',
      'contact.merged',
      'contact.unmerged',
      'contact.erased',
      'contact.opted_out',
      'contact.opted_in',
      'message.received',
    ],
    (events) => {
      if (events.some((event) => event.contactId === contact?.id || event.contactId === contactId))
        void queries.invalidateQueries({ queryKey: ['contacts'] })
    },
  )
  return (
    <div className="h-full overflow-y-auto">
      <div className="mx-auto flex w-full max-w-5xl flex-col gap-5 p-4 sm:p-6">
        <Link to="/contacts" search={{}} className="inline-flex w-fit items-center gap-1.5 text-soft hover:text-ink">
          <ArrowLeft aria-hidden className="size-4 rtl:rotate-180" />
          {words('backToList')}
        </Link>
        {contact?.erasedAt ? (
          <Erased at={contact.erasedAt} />
        ) : contact ? (
          <>
            <ContactHeader contact={contact} />
            <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
              <div className="grid grid-cols-1 gap-5">
                <ConversationsCard contact={contact} />
                <MergesCard contact={contact} />
              </div>
              <div className="grid grid-cols-1 gap-5">
                <OptOutCard contact={contact} />
                <IdentitiesCard contact={contact} />
                <AttributesCard contact={contact} />
              </div>
            </div>
          </>
        ) : error ? (
          <Missing error={error} onRetry={() => void refetch()} />
        ) : (
          <Waiting />
        )}
      </div>
    </div>
  )
}

/** What is left of somebody who was erased: that they were. */
function Erased({ at }: { readonly at: string }) {
  const words = useTranslations('contacts')
  const format = useFormatter()
  const date = format.dateTime(new Date(at), { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <EmptyState heading="h1" icon={UserX} title={words('erasedTitle')} action={<ToList />}>
      {words('erasedWhy', { date })}
    </EmptyState>
  )
}

function ToList() {
  const words = useTranslations('contacts')
  return (
    <Button asChild>
      <Link to="/contacts" search={{}}>
        {words('backToList')}
      </Link>
    </Button>
  )
}

function Missing({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const words = useTranslations('contacts')
  if (!isProblem(error) || (error.status !== 404 && error.status !== 400))
    return <ProblemNote error={error} onRetry={onRetry} />
  return (
    <EmptyState heading="h1" icon={UserX} title={words('gone')} action={<ToList />}>
      {words('goneWhy')}
    </EmptyState>
  )
}

function Waiting() {
  return (
    <div aria-hidden className="grid gap-5">
      <Skeleton className="h-16 max-w-md" />
      <div className="grid gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <Skeleton className="h-64" />
        <Skeleton className="h-64" />
      </div>
    </div>
  )
}
