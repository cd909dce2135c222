import type { Call } from '@switchboard/contract'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { PhoneCall, PhoneIncoming, PhoneMissed, PhoneOutgoing } from 'lucide-react'
import { accountsQuery } from '../../api/accounts.ts'
import { pagesQuery } from '../../api/pages-query.ts'
import { AccountOptions } from '../../components/account-options.tsx'
import { Badge, type Tone } from '../../components/badge.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Select } from '../../components/input.tsx'
import { Moment } from '../../components/moment.tsx'
import { Page } from '../../components/page.tsx'
import { PagedTable } from '../../components/paged-table.tsx'
import { useLiveEvents } from '../../live/live-provider.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { useDuration } from '../overview/duration.ts'

const route = getRouteApi('/calls')

/** `/app/calls`: voice calls as far as their signalling was seen. */
export function CallsPage() {
  const words = useTranslations('calls')
  const { direction, account } = route.useSearch()
  const queries = useQueryClient()
  const calls = useInfiniteQuery(pagesQuery<Call>('/v1/calls', { direction, accountId: account }))
  useLiveEvents(['call.updated'], () => void queries.invalidateQueries({ queryKey: ['/v1/calls'] }))
  const duration = useDuration()
  return (
    <Page title={words('title')} intro={words('intro')} actions={<Filters />} wide>
      <PagedTable
        query={calls}
        label={words('title')}
        keyOf={({ id }) => id}
        empty={
          <EmptyState icon={PhoneCall} title={words('nothing')}>
            {words('nothingWhy')}
          </EmptyState>
        }
        columns={[
          { id: 'who', title: words('who'), cell: (call) => <Who call={call} /> },
          { id: 'state', title: words('state'), cell: (call) => <State call={call} /> },
          {
            id: 'at',
            title: words('at'),
            cell: ({ startedAt, firstEventAt }) => <Moment at={startedAt ?? firstEventAt} />,
          },
          {
            id: 'duration',
            title: words('duration'),
            numeric: true,
            cell: ({ durationSeconds }) => (durationSeconds === null ? '–' : duration(durationSeconds)),
          },
        ]}
      />
    </Page>
  )
}

function Filters() {
  const words = useTranslations('calls')
  const overview = useTranslations('overview')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { data } = useQuery(accountsQuery)
  return (
    <>
      <Select
        aria-label={words('direction')}
        className="w-40"
        value={search.direction ?? ''}
        onChange={({ target }) => void navigate({ search: { ...search, direction: target.value }, replace: true })}
      >
        <option value="">{words('all')}</option>
        <option value="inbound">{words('inbound')}</option>
        <option value="outbound">{words('outbound')}</option>
      </Select>
      <Select
        aria-label={overview('account')}
        className="w-44"
        value={search.account ?? ''}
        onChange={({ target }) => void navigate({ search: { ...search, account: target.value }, replace: true })}
      >
        <option value="">{overview('allAccounts')}</option>
        <AccountOptions accounts={data?.items} />
      </Select>
    </>
  )
}

function Who({ call }: { readonly call: Call }) {
  const words = useTranslations('calls')
  const isMissed = call.direction === 'inbound' && call.state === 'terminate' && !call.durationSeconds
  const Icon = isMissed ? PhoneMissed : call.direction === 'outbound' ? PhoneOutgoing : PhoneIncoming
  const name = call.contact?.name ?? call.contact?.phone ?? words('unknownCaller')
  return (
    <span className="flex items-center gap-2.5">
      <Icon aria-hidden className={isMissed ? 'size-4 text-danger' : 'size-4 text-faint'} />
      {call.conversationId ? (
        <Link
          to="/inbox/$conversationId"
          params={{ conversationId: call.conversationId }}
          className="font-medium hover:underline"
        >
          {name}
        </Link>
      ) : (
        name
      )}
      <span className="sr-only">{words(call.direction === 'outbound' ? 'outbound' : 'inbound')}</span>
    </span>
  )
}

const tones: Readonly<Record<Call['state'], Tone>> = {
  connect: 'info',
  ringing: 'info',
  accepted: 'good',
  rejected: 'warning',
  terminate: 'neutral',
  unknown: 'neutral',
}

function State({ call }: { readonly call: Call }) {
  const words = useTranslations('calls')
  return (
    <Badge tone={tones[call.state]}>
      {words(`state_${call.state}`)}
      {call.outcome && ` · ${call.outcome}`}
    </Badge>
  )
}
