import type { Broadcast } from '@switchboard/contract'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Megaphone, Plus, SearchX } from 'lucide-react'
import { useFormatter } from 'use-intl'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Select } from '../../components/input.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useLiveEvents } from '../../live/live-provider.tsx'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { beforeStates, listedStates, readBroadcastSearch } from './broadcast-search.ts'
import { ProgressBar } from './progress-bar.tsx'
import { broadcastsQuery } from './queries.ts'
import { StateBadge } from './state-badge.tsx'

const route = getRouteApi('/broadcasts')

/** Every broadcast with how far it is. */
export function BroadcastsPage() {
  const words = useTranslations('broadcasts')
  const common = useTranslations('common')
  const search = route.useSearch()
  const queries = useQueryClient()
  const { can } = useSession()
  const broadcasts = useInfiniteQuery(broadcastsQuery(search))
  useLiveEvents(['broadcast.changed', 'broadcast.progress', 'broadcast.finished'], () => {
    void queries.invalidateQueries({ queryKey: ['broadcasts', 'list'] })
  })
  const items = broadcasts.data?.pages.flatMap((page) => page.items) ?? []
  const add = can('broadcasts:manage') && (
    <Button asChild kind="primary">
      <Link to="/broadcasts/new" search={{}}>
        <Plus />
        {words('new')}
      </Link>
    </Button>
  )
  return (
    <Page wide title={words('title')} intro={words('intro')} actions={add}>
      {(items.length > 0 || search.state) && <StateFilter />}
      {broadcasts.error && <ProblemNote error={broadcasts.error} onRetry={() => void broadcasts.refetch()} />}
      {broadcasts.isPending ? (
        <div aria-hidden className="grid gap-2">
          {['a', 'b', 'c'].map((row) => (
            <Skeleton key={row} className="h-16" />
          ))}
        </div>
      ) : items.length > 0 ? (
        <ul className="divide-y overflow-hidden rounded-xl border bg-surface">
          {items.map((broadcast) => (
            <BroadcastRow key={broadcast.id} broadcast={broadcast} />
          ))}
        </ul>
      ) : (
        !broadcasts.error && (
          <EmptyState
            icon={search.state ? SearchX : Megaphone}
            title={search.state ? words('nothingTitle') : words('emptyTitle')}
            action={
              search.state ? (
                <Button asChild>
                  <Link to="/broadcasts" search={{}}>
                    {words('clear')}
                  </Link>
                </Button>
              ) : (
                add
              )
            }
          >
            {!search.state && words('empty')}
          </EmptyState>
        )
      )}
      {broadcasts.hasNextPage && (
        <Button
          className="justify-self-center"
          busy={broadcasts.isFetchingNextPage}
          onClick={() => void broadcasts.fetchNextPage()}
        >
          {common('loadMore')}
        </Button>
      )}
    </Page>
  )
}

function StateFilter() {
  const words = useTranslations('broadcasts')
  const { state } = route.useSearch()
  const navigate = useNavigate()
  return (
    <Select
      className="w-auto self-start"
      aria-label={words('allStates')}
      value={state ?? ''}
      onChange={(event) =>
        void navigate({ to: '/broadcasts', search: readBroadcastSearch({ state: event.target.value }), replace: true })
      }
    >
      <option value="">{words('allStates')}</option>
      {listedStates.map((each) => (
        <option key={each} value={each}>
          {words(`state_${each}`)}
        </option>
      ))}
    </Select>
  )
}

function BroadcastRow({ broadcast }: { readonly broadcast: Broadcast }) {
  const words = useTranslations('broadcasts')
  const format = useFormatter()
  const { state, recipients, startedAt, startAt, createdAt } = broadcast
  const { queued, pending, cancelled, refused } = recipients
  // Rows that name nobody, or somebody again, are no people; who was refused is not to be sent to.
  const sendable = queued + pending + cancelled
  const isBefore = beforeStates.includes(state)
  const date = startedAt ?? startAt ?? createdAt
  return (
    <li>
      <Link
        to="/broadcasts/$broadcastId"
        params={{ broadcastId: broadcast.id }}
        className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-6 gap-y-2 px-4 py-3 hover:bg-hover sm:grid-cols-[minmax(0,1fr)_14rem_8rem]"
      >
        <span className="min-w-0">
          <span className="block truncate font-medium" dir="auto">
            {broadcast.name}
          </span>
          <span className="text-faint text-xs">
            {words('people', { count: sendable + refused })} ·{' '}
            {format.dateTime(new Date(date), { dateStyle: 'medium', timeStyle: 'short' })}
          </span>
        </span>
        <span className="grid gap-1 max-sm:hidden">
          {!isBefore && (
            <>
              <ProgressBar share={sendable === 0 ? 0 : queued / sendable} />
              <span className="text-faint text-xs tabular-nums">
                {words('progressOf', { done: format.number(queued), total: format.number(sendable) })}
              </span>
            </>
          )}
        </span>
        <span className="justify-self-end">
          <StateBadge state={broadcast.state} />
        </span>
      </Link>
    </li>
  )
}
