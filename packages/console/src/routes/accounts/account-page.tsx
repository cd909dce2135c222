import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { accountName } from '../../api/accounts.ts'
import { Badge } from '../../components/badge.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { useLiveEvents } from '../../live/live-provider.tsx'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { AccountOverview } from './account-overview.tsx'
import { AccountState } from './account-state.tsx'
import { accountTabs } from './account-tabs.ts'
import { BlockedPeople } from './blocked-people.tsx'
import { EditAccount } from './edit-account.tsx'
import { accountQuery } from './queries.ts'
import { WebhookPanel } from './webhook-panel.tsx'

/** One number: how it is, what it is made of, where its webhooks come to, who may not write to it. */
export function AccountPage() {
  const words = useTranslations('accounts')
  const { accountId } = useParams({ from: '/accounts/$accountId' })
  const { tab = 'overview' } = useSearch({ from: '/accounts/$accountId' })
  const { can } = useSession()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { data: account, error, refetch } = useQuery(accountQuery(accountId))
  useLiveEvents(['account.changed', 'account.disabled', 'account.default_changed', 'account.fact'], () => {
    void queries.invalidateQueries({ queryKey: accountQuery(accountId).queryKey, exact: true })
  })
  if (!account)
    return (
      <Page title={words('title')}>
        {error ? <ProblemNote error={error} onRetry={() => void refetch()} /> : <Skeleton className="h-96" />}
      </Page>
    )
  const content = {
    overview: <AccountOverview account={account} />,
    edit: can('accounts:manage') && account.state !== 'disabled' && (
      <EditAccount key={account.updatedAt} account={account} />
    ),
    webhooks: <WebhookPanel account={account} />,
    blocked: account.transport === 'cloud-api' && can('contacts:read') && <BlockedPeople accountId={accountId} />,
  }
  const shown = accountTabs.filter((id) => content[id])
  return (
    <Page
      title={accountName(account)}
      intro={account.connection.simulated ? words('simulated.about') : <bdi>{account.phone ?? account.externalId}</bdi>}
      actions={
        <>
          {account.isDefault && <Badge tone="info">{words('default')}</Badge>}
          <AccountState account={account} />
        </>
      }
    >
      <Tabs
        label={words('title')}
        value={shown.includes(tab) ? tab : 'overview'}
        tabs={shown.map((id) => ({ id, label: words(`tab.${id}`), content: content[id] }))}
        onChange={(id) => {
          const next = accountTabs.find((each) => each === id)
          void navigate({ to: '.', search: next && next !== 'overview' ? { tab: next } : {}, replace: true })
        }}
      />
    </Page>
  )
}
