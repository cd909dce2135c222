import type { Status } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { useFormatter } from 'use-intl'
import { Badge, type Tone } from '../../components/badge.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Moment } from '../../components/moment.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { useDuration } from '../overview/duration.ts'
import { HealthCharts } from './health-charts.tsx'
import { statusQuery } from './queries.ts'

/** `/app/health`: what runs, what waits, and when each number was last heard of. */
export function HealthPage() {
  const words = useTranslations('health')
  const { can } = useSession()
  const { data, error, refetch } = useQuery(statusQuery)
  return (
    <Page title={words('title')} intro={words('intro')} wide>
      {error && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton className="h-80" />}
      {data && <Signs status={data} />}
      {data && <Numbers status={data} />}
      {can('metrics:read') && <HealthCharts />}
    </Page>
  )
}

interface Sign {
  readonly label: string
  readonly value: string
  readonly tone: Tone
  readonly meaning: string
}

/** Above these something is wrong, or soon will be. */
const limits = { databaseMilliseconds: 250, lagSeconds: 10, queueLagSeconds: 60 }

function Signs({ status: { database, projection, sending } }: { readonly status: Status }) {
  const words = useTranslations('health')
  const show = useFormatter()
  const duration = useDuration()
  const bad = (isBad: boolean): Tone => (isBad ? 'bad' : 'good')
  const signs: readonly Sign[] = [
    {
      label: words('database'),
      value: words('milliseconds', { value: show.number(database.milliseconds) }),
      tone: bad(database.milliseconds > limits.databaseMilliseconds),
      meaning: words('databaseMeaning'),
    },
    {
      label: words('lag'),
      value: duration(projection.lagSeconds),
      tone: bad(projection.lagSeconds > limits.lagSeconds),
      meaning: words('lagMeaning'),
    },
    {
      label: words('queued'),
      value: show.number(sending.queued),
      tone: bad(sending.lagSeconds > limits.queueLagSeconds),
      meaning: words('queuedMeaning', { lag: duration(sending.lagSeconds) }),
    },
    {
      label: words('unknown'),
      value: show.number(sending.unknown),
      tone: sending.unknown > 0 ? 'warning' : 'good',
      meaning: words('unknownMeaning'),
    },
    {
      label: words('approvals'),
      value: show.number(sending.approvals),
      tone: 'neutral',
      meaning: words('approvalsMeaning'),
    },
    {
      label: words('deliveries'),
      value: show.number(sending.deliveries),
      tone: 'neutral',
      meaning: words('deliveriesMeaning'),
    },
  ]
  return (
    <dl className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
      {signs.map(({ label, value, tone, meaning }) => (
        <div key={label} className="rounded-xl border bg-surface p-4">
          <dt className="flex items-center justify-between gap-3 text-soft">
            {label}
            {tone !== 'neutral' && <Badge tone={tone}>{words(`tone_${tone === 'info' ? 'good' : tone}`)}</Badge>}
          </dt>
          <dd className="mt-1">
            <span className="font-semibold text-2xl tabular-nums tracking-tight">{value}</span>
            <span className="mt-0.5 block text-faint text-xs">{meaning}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}

const numberTones: Readonly<Record<string, Tone>> = { active: 'good', paused: 'warning', disabled: 'neutral' }

function NumberState({ state }: { readonly state: string }) {
  const words = useTranslations('health')
  const known = `state_${state}` as 'state_active' // `has` asks for whatever comes
  return <Badge tone={numberTones[state] ?? 'neutral'}>{words.has(known) ? words(known) : state}</Badge>
}

function Numbers({ status: { accounts } }: { readonly status: Status }) {
  const words = useTranslations('health')
  const show = useFormatter()
  const rate = (perSecond: number | null) =>
    perSecond === null ? words('asUsual') : words('perSecond', { rate: show.number(perSecond) })
  return (
    <div className="grid gap-3">
      <h2 className="font-semibold text-lg">{words('numbers')}</h2>
      <DataTable
        label={words('numbers')}
        rows={accounts}
        keyOf={({ accountId }) => accountId}
        columns={[
          {
            id: 'name',
            title: words('number'),
            cell: ({ name, phone, accountId }) => (
              <span className="grid">
                <span className="font-medium">{name ?? phone ?? accountId}</span>
                {name && <span className="text-faint text-xs">{phone}</span>}
              </span>
            ),
          },
          {
            id: 'state',
            title: words('state'),
            cell: ({ state }) => <NumberState state={state} />,
          },
          {
            id: 'webhook',
            title: words('lastWebhook'),
            cell: ({ lastWebhookAt: at }) => (at ? <Moment at={at} /> : '–'),
          },
          {
            id: 'inbound',
            title: words('lastInbound'),
            cell: ({ lastInboundAt: at }) => (at ? <Moment at={at} /> : '–'),
          },
          { id: 'queued', title: words('queued'), numeric: true, cell: ({ queued }) => show.number(queued) },
          {
            id: 'rate',
            title: words('rate'),
            cell: ({ messagesPerSecond, slowedTo }) =>
              slowedTo === null ? (
                rate(messagesPerSecond)
              ) : (
                <Badge tone="warning">{words('slowed', { rate: rate(slowedTo) })}</Badge>
              ),
          },
        ]}
      />
    </div>
  )
}
