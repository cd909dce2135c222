import type { InboxItem } from '@switchboard/contract'
import { queryOptions, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ArrowDownToLine, RotateCw } from 'lucide-react'
import { useFormatter } from 'use-intl'
import { pagesQuery } from '../../api/pages-query.ts'
import { request } from '../../api/request.ts'
import { Badge, type Tone } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Select } from '../../components/input.tsx'
import { Moment } from '../../components/moment.tsx'
import { Page } from '../../components/page.tsx'
import { PagedTable } from '../../components/paged-table.tsx'
import { useToast } from '../../components/toast.tsx'
import { useLiveEvents } from '../../live/live-provider.tsx'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { BodyDialog } from './body-dialog.tsx'

const route = getRouteApi('/events-in')
const tones: Readonly<Record<InboxItem['state'], Tone>> = { pending: 'info', projected: 'good', parked: 'bad' }

/** What becomes of parked bodies again, e.g. after an upgrade. */
function useReplay() {
  const words = useTranslations('eventsIn')
  const toast = useToast()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (selection: { parked: true } | { seqs: readonly number[] }) =>
      request<{ replayed: number; parked: number }>('/v1/inbox/replay', { method: 'POST', body: selection }),
    onSuccess: ({ replayed, parked }) => {
      toast.show(words('replayed', { replayed: replayed - parked, parked }))
      void queries.invalidateQueries({ queryKey: ['/v1/inbox'] })
    },
    onError: (error) => toast.problem(error),
  })
}

/** Whether any body is parked: only then is there something to read again. */
const parkedQuery = queryOptions({
  queryKey: ['/v1/inbox', 'parked'],
  queryFn: ({ signal }) =>
    request<{ readonly items: readonly InboxItem[] }>('/v1/inbox?state=parked&limit=1', { signal }),
})

/** `/app/events-in`: raw webhook bodies as they came, and what became of them. */
export function EventsInPage() {
  const words = useTranslations('eventsIn')
  const show = useFormatter()
  const queries = useQueryClient()
  const { can } = useSession()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const items = useInfiniteQuery(
    pagesQuery<InboxItem>('/v1/inbox', { state: search.state, transport: search.transport }),
  )
  const { data: parked } = useQuery({ ...parkedQuery, enabled: can('inbox:replay') })
  const replay = useReplay()
  useLiveEvents(['inbox.parked'], () => void queries.invalidateQueries({ queryKey: ['/v1/inbox'] }))
  const nothing =
    search.state === undefined ? 'nothing' : search.state === 'parked' ? 'nothingParked' : 'nothingFiltered'
  const actions = (
    <>
      <Filters />
      <Button onClick={() => void items.refetch()} busy={items.isRefetching}>
        <RotateCw />
        {words('refresh')}
      </Button>
      {can('inbox:replay') && parked && parked.items.length > 0 && (
        <Button kind="primary" busy={replay.isPending} onClick={() => replay.mutate({ parked: true })}>
          {words('replayParked')}
        </Button>
      )}
    </>
  )
  return (
    <Page title={words('title')} intro={words('intro')} actions={actions} wide>
      <PagedTable
        query={items}
        label={words('title')}
        keyOf={({ seq }) => String(seq)}
        empty={
          <EmptyState
            icon={ArrowDownToLine}
            action={
              search.state === undefined &&
              can('accounts:manage') && (
                <Button asChild>
                  <Link to="/accounts/new">{words('connect')}</Link>
                </Button>
              )
            }
            title={words(nothing)}
          >
            {words(`${nothing}Why`)}
          </EmptyState>
        }
        columns={[
          {
            id: 'seq',
            title: words('number'),
            cell: ({ seq }) => (
              <Link from="/events-in" search={{ ...search, seq }} className="font-mono text-accent-ink hover:underline">
                {seq}
              </Link>
            ),
          },
          {
            id: 'at',
            title: words('received'),
            cell: ({ receivedAt }) => <Moment at={receivedAt} look="full" />,
            className: 'whitespace-nowrap',
          },
          {
            id: 'transport',
            title: words('transport'),
            cell: ({ transport }) => <Transport name={transport} />,
            className: 'max-sm:hidden',
          },
          {
            id: 'bytes',
            title: words('bytes'),
            numeric: true,
            cell: ({ bytes }) => show.number(bytes),
            className: 'max-sm:hidden',
          },
          { id: 'state', title: words('state'), cell: (item) => <State item={item} /> },
        ]}
      />
      <BodyDialog
        seq={search.seq}
        onClose={() => void navigate({ search: ({ seq: _seq, ...rest }) => rest })}
        onReplay={can('inbox:replay') ? (seq) => replay.mutateAsync({ seqs: [seq] }) : undefined}
      />
    </Page>
  )
}

function State({ item: { state, parked } }: { readonly item: InboxItem }) {
  const words = useTranslations('eventsIn')
  return (
    <div className="grid justify-items-start gap-1">
      <Badge tone={tones[state]}>{words(`state_${state}`)}</Badge>
      {parked && (
        <span className="max-w-md break-words text-soft text-xs">
          {parked.detail ?? parked.reason} · {words('attempts', { count: parked.attempts })}
        </span>
      )}
    </div>
  )
}

function Transport({ name }: { readonly name: string }) {
  const words = useTranslations('eventsIn')
  const known = `transport_${name}` as 'transport_twilio' // `has` asks for whatever comes
  return words.has(known) ? words(known) : name
}

function Filters() {
  const words = useTranslations('eventsIn')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <Select
      aria-label={words('state')}
      className="w-44"
      value={search.state ?? ''}
      onChange={({ target }) => void navigate({ search: { ...search, state: target.value }, replace: true })}
    >
      <option value="">{words('all')}</option>
      {(['pending', 'projected', 'parked'] as const).map((state) => (
        <option key={state} value={state}>
          {words(`state_${state}`)}
        </option>
      ))}
    </Select>
  )
}
