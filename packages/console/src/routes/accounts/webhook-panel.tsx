import type { AccountWebhook, ConnectedAccount } from '@switchboard/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from '../../components/button.tsx'
import { CopyField } from '../../components/copy-field.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { updateAccount, webhookQuery } from './queries.ts'
import { Subscription } from './subscription.tsx'
import { heldVerifyToken, holdVerifyToken, makeVerifyToken } from './verify-token.ts'
import { WebhookArrivals } from './webhook-arrivals.tsx'

/** Where the provider is to send webhooks, and whether it does. */
export function WebhookPanel({ account }: { readonly account: ConnectedAccount }) {
  const words = useTranslations('accounts.webhook')
  const { can } = useSession()
  const { data, error, refetch } = useQuery(webhookQuery(account.id))
  if (error && !data) return <ProblemNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton className="h-64" />
  if (data.path === '') return <p className="text-soft">{words('none')}</p>
  const isMeta = account.transport === 'cloud-api'
  if (account.connection.simulated)
    return (
      <div className="grid gap-6">
        <p className="text-pretty text-soft">{words('simulated')}</p>
        <WebhookArrivals webhook={data} isMeta={false} />
      </div>
    )
  return (
    <div className="grid gap-6">
      {data.callbackUrl === null ? (
        <NoPublicAddress />
      ) : (
        <Address url={data.callbackUrl} webhook={data} isMeta={isMeta} />
      )}
      {isMeta && can('accounts:manage') && <VerifyToken account={account} webhook={data} />}
      <ol className="grid list-decimal gap-1.5 ps-5 text-soft">
        {(isMeta ? (['meta1', 'meta2', 'meta3'] as const) : (['twilio1', 'twilio2'] as const)).map((step) => (
          <li key={step}>{words(step)}</li>
        ))}
      </ol>
      {isMeta && account.businessAccountId && (
        <Subscription account={account} isReachable={data.callbackUrl !== null} />
      )}
      <WebhookArrivals webhook={data} isMeta={isMeta} />
    </div>
  )
}

function Address({
  url,
  webhook,
  isMeta,
}: {
  readonly url: string
  readonly webhook: AccountWebhook
  readonly isMeta: boolean
}) {
  const words = useTranslations('accounts.webhook')
  return (
    <CopyField
      label={words('callback')}
      // Twilio comes again after a 503 only where the address says so.
      text={isMeta ? url : `${url}#rc=5&rp=all`}
      hint={webhook.reachedBy === 'tunnel' ? words('byTunnel') : undefined}
    />
  )
}

function NoPublicAddress() {
  const words = useTranslations('accounts.webhook')
  return (
    <section className="grid gap-3 rounded-lg border border-warning/40 bg-warning-soft p-4">
      <h2 className="font-medium text-warning">{words('unreachable.title')}</h2>
      <p className="text-pretty text-ink">{words('unreachable.text')}</p>
      <CopyField label={words('unreachable.command')} text="make tunnel" />
      <p className="text-ink text-xs">{words('unreachable.own')}</p>
    </section>
  )
}

function VerifyToken({ account, webhook }: { readonly account: ConnectedAccount; readonly webhook: AccountWebhook }) {
  const words = useTranslations('accounts.webhook')
  const queries = useQueryClient()
  const token = heldVerifyToken(account.id)
  const renew = useMutation({
    async mutationFn() {
      const verifyToken = makeVerifyToken()
      await updateAccount(account.id, { verifyToken })
      holdVerifyToken(account.id, verifyToken)
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['accounts', account.id] }),
  })
  if (token) return <CopyField label={words('verifyToken')} text={token} hint={words('verifyTokenHint')} />
  return (
    <div className="grid justify-items-start gap-2">
      <p className="font-medium">{words('verifyToken')}</p>
      <p className="text-soft">{words(webhook.verifyToken === 'account' ? 'tokenStored' : 'tokenOfServer')}</p>
      <Button onClick={() => renew.mutate()} busy={renew.isPending}>
        {words('newToken')}
      </Button>
      {renew.error && <ProblemNote error={renew.error} />}
    </div>
  )
}
