import type { ConnectedAccount } from '@switchboard/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { accountName, accountsQuery } from '../../api/accounts.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { useToast } from '../../components/toast.tsx'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { Facts } from './account-facts.tsx'
import { Quality } from './account-state.tsx'
import { FindingList, verdictOf } from './finding-list.tsx'
import { accountQuery, checkAccount, disableAccount, makeDefault, profileQuery, updateAccount } from './queries.ts'

/** How the number is, as we know it and as its provider does, and what can be done with it. */
export function AccountOverview({ account }: { readonly account: ConnectedAccount }) {
  const words = useTranslations('accounts')
  const { can } = useSession()
  const mayAct = can('accounts:manage') && account.state !== 'disabled'
  const saysHow = !account.connection.simulated || account.state === 'disabled'
  return (
    <div className="grid gap-5">
      {(mayAct || saysHow) && (
        <Card className="grid gap-4">
          {!account.connection.simulated && (
            <p className={account.connection.ready ? 'text-soft' : 'text-danger'}>{account.connection.detail}</p>
          )}
          {account.state === 'disabled' && <p className="text-soft">{words('disabledText')}</p>}
          {mayAct && <Actions account={account} />}
        </Card>
      )}
      {account.transport === 'cloud-api' && account.connection.ready && <Profile id={account.id} />}
    </div>
  )
}

function Actions({ account }: { readonly account: ConnectedAccount }) {
  const words = useTranslations('accounts')
  const toast = useToast()
  const queries = useQueryClient()
  const [asks, setAsks] = useState(false)
  const refresh = (next: ConnectedAccount) => {
    queries.setQueryData(accountQuery(account.id).queryKey, next)
    return queries.invalidateQueries({ queryKey: accountsQuery.queryKey, exact: true })
  }
  const check = useMutation({ mutationFn: () => checkAccount(account.id) })
  const pause = useMutation({
    mutationFn: () => updateAccount(account.id, { state: account.state === 'paused' ? 'active' : 'paused' }),
    onSuccess: refresh,
    onError: toast.problem,
  })
  const first = useMutation({ mutationFn: () => makeDefault(account.id), onSuccess: refresh, onError: toast.problem })
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => check.mutate()} busy={check.isPending}>
          {words('check')}
        </Button>
        <Button asChild>
          <Link to="/accounts/$accountId/setup/$step" params={{ accountId: account.id, step: 'test' }}>
            {words('sendTest')}
          </Link>
        </Button>
        {!account.isDefault && (
          <Button onClick={() => first.mutate()} busy={first.isPending}>
            {words('makeDefault')}
          </Button>
        )}
        <Button onClick={() => pause.mutate()} busy={pause.isPending}>
          {words(account.state === 'paused' ? 'resume' : 'pause')}
        </Button>
        <Button kind="danger" onClick={() => setAsks(true)}>
          {words('takeAway')}
        </Button>
      </div>
      <div aria-live="polite" className="grid gap-3">
        {check.error && <ProblemNote error={check.error} />}
        {check.data && (
          <>
            <h2 className="font-semibold">{words(`checked.${verdictOf(check.data)}`)}</h2>
            <ul className="grid gap-1 text-soft">
              {check.data.parts.map(({ part, ok, detail }) => (
                <li key={part} className={ok ? undefined : 'text-danger'}>
                  {detail}
                </li>
              ))}
            </ul>
            <FindingList findings={check.data.findings} />
          </>
        )}
      </div>
      <ConfirmDialog
        open={asks}
        onOpenChange={setAsks}
        title={words('takeAwayTitle', { account: accountName(account) })}
        action={words('takeAway')}
        danger
        onConfirm={async () => refresh(await disableAccount(account.id))}
      >
        <p>{words('takeAwayText')}</p>
      </ConfirmDialog>
    </>
  )
}

function Profile({ id }: { readonly id: string }) {
  const words = useTranslations('accounts.profile')
  const { data, error, refetch } = useQuery(profileQuery(id))
  if (error) return <ProblemNote error={error} onRetry={() => void refetch()} />
  if (!data) return null
  const { number, business } = data
  return (
    <Card className="grid gap-4">
      <h2 className="flex flex-wrap items-center gap-2 font-semibold">
        {words('title')} <Quality rating={number?.qualityRating} />
      </h2>
      <Facts
        facts={[
          [words('verifiedName'), number?.verifiedName],
          [words('limit'), number?.messagingLimitTier],
          [words('throughput'), number?.throughputLevel],
          [words('about'), business?.about],
          [words('description'), business?.description],
          [words('email'), business?.email],
          [words('address'), business?.address],
          [words('websites'), business?.websites.join(', ')],
        ]}
      />
    </Card>
  )
}
