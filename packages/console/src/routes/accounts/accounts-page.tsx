import type { ConnectedAccount } from '@switchboard/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight, MessageSquareShare, Plus } from 'lucide-react'
import { useFormatter, useNow } from 'use-intl'
import { accountName, accountsQuery } from '../../api/accounts.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useLiveEvents } from '../../live/live-provider.tsx'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { AccountState, Quality, qualityOf } from './account-state.tsx'
import { webhookQuery } from './queries.ts'
import { transportKey } from './transport-key.ts'

const changes = [
  'account.added',
  'account.changed',
  'account.disabled',
  'account.default_changed',
  'account.discovered',
  'account.fact',
] as const

/** The workspace's numbers: which there are, whether they work, when they were last heard of. */
export function AccountsPage() {
  const words = useTranslations('accounts')
  const { can } = useSession()
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(accountsQuery)
  useLiveEvents(changes, () => void queries.invalidateQueries({ queryKey: accountsQuery.queryKey, exact: true }))
  const connect = can('accounts:manage') && (
    <Button asChild kind="primary">
      <Link to="/accounts/new">
        <Plus />
        {words('connect')}
      </Link>
    </Button>
  )
  return (
    <Page title={words('title')} intro={words('intro')} actions={connect}>
      {error ? (
        <ProblemNote error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <ListSkeleton />
      ) : data.items.length === 0 ? (
        <EmptyState icon={MessageSquareShare} title={words('empty.title')} action={connect}>
          {words('empty.text')}
        </EmptyState>
      ) : (
        <Card className="p-0 sm:p-0">
          <ul className="divide-y">
            {data.items.map((account) => (
              <AccountRow key={account.id} account={account} />
            ))}
          </ul>
        </Card>
      )}
    </Page>
  )
}

function AccountRow({ account }: { readonly account: ConnectedAccount }) {
  const words = useTranslations('accounts')
  const transport = transportKey(account.transport)
  return (
    <li>
      <Link
        to="/accounts/$accountId"
        params={{ accountId: account.id }}
        className="flex items-center gap-4 px-4 py-3.5 hover:bg-hover sm:px-5"
      >
        <div className="min-w-0 flex-1">
          <p className="flex flex-wrap items-center gap-2">
            <span className="truncate font-medium" dir="auto">
              {accountName(account)}
            </span>
            {account.isDefault && <Badge tone="info">{words('default')}</Badge>}
          </p>
          <p className="mt-0.5 flex flex-wrap gap-x-2 text-faint text-xs">
            <span>
              {account.connection.simulated
                ? words('simulated.name')
                : transport
                  ? words(`transport.${transport}.name`)
                  : account.transport}
            </span>
            {account.name && account.phone && <bdi>{account.phone}</bdi>}
            <LastWebhook id={account.id} />
          </p>
        </div>
        <span className="flex flex-wrap justify-end gap-1.5">
          <Quality rating={qualityOf(account)} />
          <AccountState account={account} />
        </span>
        <ChevronRight aria-hidden className="size-4 shrink-0 text-faint rtl:rotate-180" />
      </Link>
    </li>
  )
}

function LastWebhook({ id }: { readonly id: string }) {
  const words = useTranslations('accounts')
  const format = useFormatter()
  const now = useNow({ updateInterval: 10_000 })
  const { data } = useQuery({ ...webhookQuery(id), refetchInterval: 30_000 })
  if (!data || data.path === '') return null
  if (!data.lastWebhookAt) return <span>{words('noWebhookYet')}</span>
  return <span>{words('lastWebhook', { when: format.relativeTime(new Date(data.lastWebhookAt), now) })}</span>
}

function ListSkeleton() {
  return (
    <div className="grid gap-px">
      <Skeleton className="h-16" />
      <Skeleton className="h-16" />
      <Skeleton className="h-16" />
    </div>
  )
}
