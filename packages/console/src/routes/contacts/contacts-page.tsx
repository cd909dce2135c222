import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { SearchX, Users } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { useLiveEvents } from '../../live/live-provider.tsx'
import { useDocumentTitle } from '../../shell/document-title.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { ContactFilters } from './contact-filters.tsx'
import { ContactTable, ContactTableSkeleton } from './contact-table.tsx'
import { contactsQuery } from './queries.ts'

const route = getRouteApi('/contacts')

/** Everybody who is known, to look through and to search. */
export function ContactsPage() {
  const words = useTranslations('contacts')
  useDocumentTitle(words('title'))
  const search = route.useSearch()
  const queries = useQueryClient()
  const contacts = useInfiniteQuery(contactsQuery(search))
  useLiveEvents(['contact.created', 'contact.updated', 'contact.merged', 'contact.unmerged', 'contact.erased'], () => {
    void queries.invalidateQueries({ queryKey: ['contacts', 'list'] })
  })
  const items = contacts.data?.pages.flatMap((page) => page.items) ?? []
  const isFiltered = search.q !== undefined || search.show !== undefined
  return (
    <div className="flex h-full flex-col">
      <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3 px-4 pt-4 pb-3 sm:px-6 sm:pt-6">
        <div className="min-w-0">
          <h1 className="font-semibold text-2xl tracking-tight">{words('title')}</h1>
          <p className="mt-1 text-soft">{words('intro')}</p>
        </div>
        <ContactFilters />
      </header>
      {contacts.error && (
        <ProblemNote className="mx-4 mb-3 sm:mx-6" error={contacts.error} onRetry={() => void contacts.refetch()} />
      )}
      {contacts.isPending ? (
        <ContactTableSkeleton />
      ) : items.length > 0 ? (
        <ContactTable
          contacts={items}
          hasMore={contacts.hasNextPage}
          onEnd={() => void (contacts.isFetchingNextPage || contacts.fetchNextPage())}
        />
      ) : (
        !contacts.error && (isFiltered ? <NobodyMatches /> : <Nobody />)
      )}
    </div>
  )
}

function Nobody() {
  const words = useTranslations('contacts')
  const action = (
    <Button asChild kind="primary">
      <Link to="/phone">{words('toPhone')}</Link>
    </Button>
  )
  return (
    <EmptyState icon={Users} title={words('emptyTitle')} action={action}>
      {words('empty')}
    </EmptyState>
  )
}

function NobodyMatches() {
  const words = useTranslations('contacts')
  const action = (
    <Button asChild>
      <Link to="/contacts" search={{}}>
        {words('clear')}
      </Link>
    </Button>
  )
  return (
    <EmptyState icon={SearchX} title={words('nothingTitle')} action={action}>
      {words('nothing')}
    </EmptyState>
  )
}
