import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ChartLine } from 'lucide-react'
import { useFormatter, useTimeZone } from 'use-intl'
import { accountsQuery } from '../../api/accounts.ts'
import { AccountOptions } from '../../components/account-options.tsx'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Select } from '../../components/input.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { AccountsTable } from './accounts-table.tsx'
import { OverviewCharts } from './overview-charts.tsx'
import { OverviewFigures } from './overview-figures.tsx'
import { type Span, spans } from './overview-search.ts'
import { costsQuery, statsQuery } from './queries.ts'

const route = getRouteApi('/overview')

/** `/app/overview`: volume, response times, deliveries and costs, by account and day. */
export function OverviewPage() {
  const words = useTranslations('overview')
  const { days = 30, account } = route.useSearch()
  const timeZone = useTimeZone() ?? 'UTC'
  const stats = useQuery(statsQuery(days, account, timeZone))
  const costs = useQuery(costsQuery(days, account))
  return (
    <Page title={words('title')} intro={words('intro')} actions={<Filters />} wide>
      {stats.error && <ProblemNote error={stats.error} onRetry={() => void stats.refetch()} />}
      {stats.isPending && <Skeleton className="h-96" />}
      {stats.data &&
        (stats.data.messages.inbound + stats.data.messages.outbound === 0 ? (
          <Nothing />
        ) : (
          <>
            <OverviewFigures stats={stats.data} costs={costs.data} />
            <OverviewCharts stats={stats.data} costs={costs.data} days={days} timeZone={timeZone} />
            <AccountsTable stats={stats.data} />
          </>
        ))}
    </Page>
  )
}

function Filters() {
  const words = useTranslations('overview')
  const show = useFormatter()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { data } = useQuery(accountsQuery)
  return (
    <>
      <Select
        aria-label={words('account')}
        className="w-44"
        value={search.account ?? ''}
        onChange={({ target }) => void navigate({ search: { ...search, account: target.value }, replace: true })}
      >
        <option value="">{words('allAccounts')}</option>
        <AccountOptions accounts={data?.items} />
      </Select>
      <Select
        aria-label={words('span')}
        className="w-36"
        value={search.days ?? 30}
        // The list below holds nothing but spans.
        onChange={({ target }) =>
          void navigate({ search: { ...search, days: Number(target.value) as Span }, replace: true })
        }
      >
        {spans.map((span) => (
          <option key={span} value={span}>
            {words('days', { days: show.number(span) })}
          </option>
        ))}
      </Select>
    </>
  )
}

function Nothing() {
  const words = useTranslations('overview')
  return (
    <EmptyState
      icon={ChartLine}
      title={words('nothing')}
      action={
        <Button kind="primary" asChild>
          <Link to="/phone">{words('openPhone')}</Link>
        </Button>
      }
    >
      {words('nothingWhy')}
    </EmptyState>
  )
}
