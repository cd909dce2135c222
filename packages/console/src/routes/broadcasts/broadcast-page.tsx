import type { BroadcastDetail } from '@switchboard/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ArrowLeft, MegaphoneOff } from 'lucide-react'
import { useFormatter } from 'use-intl'
import { Button } from '../../components/button.tsx'
import { Missing } from '../../components/missing.tsx'
import { Page } from '../../components/page.tsx'
import { useLiveEvents } from '../../live/live-provider.tsx'
import { useProblemWords } from '../../strings/problem-words.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { beforeStates } from './broadcast-search.ts'
import { CheckCard } from './check-card.tsx'
import { CostCard } from './cost-card.tsx'
import { MessageCard } from './message-card.tsx'
import { ProgressCard } from './progress-card.tsx'
import { broadcastQuery } from './queries.ts'
import { RecipientsCard } from './recipients-card.tsx'
import { StateBadge } from './state-badge.tsx'
import { Steering } from './steering.tsx'

const route = getRouteApi('/broadcasts/$broadcastId')

/** One broadcast: who would get it, how far it is, what became of each message. */
export function BroadcastPage() {
  const words = useTranslations('broadcasts')
  const { broadcastId } = route.useParams()
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(broadcastQuery(broadcastId))
  useLiveEvents(['broadcast.changed', 'broadcast.progress', 'broadcast.finished'], () => {
    void queries.invalidateQueries({ queryKey: ['broadcasts'] })
  })
  if (data) return <Shown broadcast={data} />
  return (
    <Page title={words('title')}>
      <Missing
        error={error}
        onRetry={() => void refetch()}
        icon={MegaphoneOff}
        title={words('gone')}
        action={
          <Button asChild>
            <Link to="/broadcasts" search={{}}>
              {words('back')}
            </Link>
          </Button>
        }
      >
        {words('goneWhy')}
      </Missing>
    </Page>
  )
}

function Shown({ broadcast }: { readonly broadcast: BroadcastDetail }) {
  const words = useTranslations('broadcasts')
  const problemWords = useProblemWords()
  const { state, fault } = broadcast
  const isBefore = beforeStates.includes(state)
  return (
    <Page
      wide
      title={broadcast.name}
      back={<Back />}
      intro={<Intro broadcast={broadcast} />}
      actions={<Steering broadcast={broadcast} />}
    >
      {state === 'awaiting_approval' && (
        <div className="rounded-lg bg-warning-soft p-3 text-warning">
          <p className="font-medium">{words('waitsTitle')}</p>
          <p>{words('waits')}</p>
        </div>
      )}
      {fault && (
        <p className="rounded-lg bg-danger-soft p-3 text-danger">
          {words('fault', { reason: problemWords(fault.code, fault.reason) })}
        </p>
      )}
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid grid-cols-1 gap-5">
          {!isBefore && <ProgressCard broadcast={broadcast} />}
          {isBefore && <CheckCard broadcast={broadcast} />}
          <RecipientsCard broadcast={broadcast} isBefore={isBefore} />
        </div>
        <div className="grid grid-cols-1 gap-5">
          <MessageCard broadcast={broadcast} />
          {isBefore && <CostCard broadcast={broadcast} />}
        </div>
      </div>
    </Page>
  )
}

function Back() {
  const words = useTranslations('broadcasts')
  return (
    <Link to="/broadcasts" search={{}} className="inline-flex items-center gap-1.5 hover:text-ink">
      <ArrowLeft aria-hidden className="size-4 rtl:rotate-180" />
      {words('back')}
    </Link>
  )
}

function Intro({ broadcast }: { readonly broadcast: BroadcastDetail }) {
  const words = useTranslations('broadcasts')
  const format = useFormatter()
  const date = (at: string) => format.dateTime(new Date(at), { dateStyle: 'medium', timeStyle: 'short' })
  const { state, startAt, startedAt, finishedAt, recipients } = broadcast
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <StateBadge state={state} />
      <span>{words('listCounts', { total: recipients.total })}</span>
      {state === 'scheduled' && startAt && <span>{words('startsAt', { date: date(startAt) })}</span>}
      {finishedAt ? (
        <span>{words('finished', { date: date(finishedAt) })}</span>
      ) : (
        startedAt && <span>{words('started', { date: date(startedAt) })}</span>
      )}
    </span>
  )
}
