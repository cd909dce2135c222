import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Search, SearchX } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { FilterBar } from './filter-bar.tsx'
import { HitRow } from './hit-row.tsx'
import { PeopleFound } from './people-found.tsx'
import { hitsQuery } from './queries.ts'
import { hasFilters, type SearchFilters } from './search-filters.ts'

const route = getRouteApi('/search')

/** Everything that was ever said, and whoever said it. What is looked for stands in the address, so that it can be kept and passed on. */
export function SearchPage() {
  const words = useTranslations('search')
  const filters = route.useSearch()
  const navigate = route.useNavigate()
  const change = (next: SearchFilters) => void navigate({ search: next, replace: true })
  return (
    <Page title={words('title')} intro={words('intro')}>
      <search className="grid gap-3">
        <SearchField
          isMain
          label={words('field')}
          placeholder={words('placeholder')}
          maxLength={500}
          value={filters.q ?? ''}
          onChange={(q) => change(withWords(filters, q))}
        />
        <FilterBar filters={filters} onChange={change} />
      </search>
      {filters.q === undefined ? (
        <HowToSearch />
      ) : (
        <Found filters={filters} onClear={() => change({ q: filters.q ?? '' })} />
      )}
    </Page>
  )
}

function withWords({ q: _former, ...others }: SearchFilters, q: string): SearchFilters {
  return q === '' ? others : { ...others, q }
}

function Found({ filters, onClear }: { readonly filters: SearchFilters; readonly onClear: () => void }) {
  const words = useTranslations('search')
  const { data, error, refetch, isPending, isPlaceholderData, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useInfiniteQuery(hitsQuery(filters))
  const end = useSeen(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  })
  const corrected = data?.pages[0]?.corrected ?? []
  const hits = data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <>
      {!filters.contactId && <PeopleFound q={filters.q} />}
      <section aria-label={words('messages')} className="grid gap-3" aria-busy={isPlaceholderData}>
        <h2 className="font-medium text-soft text-xs uppercase tracking-wide">{words('messages')}</h2>
        {error && <ProblemNote error={error} onRetry={() => void refetch()} />}
        {corrected.map(({ from, to }) => (
          <p key={from} className="text-soft">
            {words('corrected', { from, to: to.slice(0, 5).join(', ') })}
          </p>
        ))}
        {isPending && [0, 1, 2, 3].map((row) => <Skeleton key={row} className="h-20" />)}
        {!isPending && !error && hits.length === 0 && <NothingFound filters={filters} onClear={onClear} />}
        <ul className="grid gap-2">
          {hits.map((hit) => (
            <li key={hit.message.id}>
              <HitRow hit={hit} />
            </li>
          ))}
        </ul>
        {hasNextPage && (
          <div ref={end} className="flex justify-center py-2">
            <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {words('more')}
            </Button>
          </div>
        )}
      </section>
    </>
  )
}

/** Calls when the element comes into sight. */
function useSeen(onSeen: () => void) {
  const newest = useRef(onSeen)
  useEffect(() => {
    newest.current = onSeen
  })
  const [element, setElement] = useState<HTMLElement | null>(null)
  useEffect(() => {
    if (!element) return
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) newest.current()
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [element])
  return setElement
}

function HowToSearch() {
  const words = useTranslations('search')
  const examples = ['refund deliver*', '"order 77"', 'invoice -paid'] as const
  return (
    <EmptyState icon={Search} title={words('emptyTitle')}>
      <p>{words('empty')}</p>
      <dl className="mt-4 grid gap-2 text-start">
        {examples.map((example, place) => (
          <div key={example} className="flex items-baseline gap-3">
            <dt>
              <code className="rounded bg-sunken px-1.5 py-0.5 text-ink">{example}</code>
            </dt>
            <dd>{words(`example${place === 0 ? 'Beginning' : place === 1 ? 'Phrase' : 'Without'}`)}</dd>
          </div>
        ))}
      </dl>
    </EmptyState>
  )
}

function NothingFound({ filters, onClear }: { readonly filters: SearchFilters; readonly onClear: () => void }) {
  const words = useTranslations('search')
  return (
    <EmptyState
      icon={SearchX}
      title={words('nothingTitle')}
      action={hasFilters(filters) && <Button onClick={onClear}>{words('clearFilters')}</Button>}
    >
      {hasFilters(filters) ? words('nothingFiltered') : words('nothing')}
    </EmptyState>
  )
}
