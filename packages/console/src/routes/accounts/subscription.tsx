import type { ConnectedAccount } from '@switchboard/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from '../../components/button.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { subscribe, subscriptionQuery } from './queries.ts'

/** Meta sends a business account's webhooks only to apps that asked for them: that can be done from here. */
export function Subscription({
  account,
  isReachable,
}: {
  readonly account: ConnectedAccount
  readonly isReachable: boolean
}) {
  const words = useTranslations('accounts.subscription')
  const { can } = useSession()
  const queries = useQueryClient()
  const { data, error } = useQuery(subscriptionQuery(account.id))
  const ask = useMutation({
    mutationFn: (here: boolean) => subscribe(account.id, here),
    onSuccess: (next) => queries.setQueryData(subscriptionQuery(account.id).queryKey, next),
  })
  const problem = ask.error ?? error
  return (
    <section className="grid justify-items-start gap-3 border-t pt-5">
      <h2 className="font-medium">{words('title')}</h2>
      <p className="text-pretty text-soft">{words('text')}</p>
      {data && (
        <ul className="grid gap-1">
          {data.apps.map(({ id, name, callbackUrl }) => (
            <li key={id ?? name} className="break-all">
              <span className="font-medium">{name ?? id}</span>{' '}
              <span className="text-soft">{callbackUrl ? words('to', { url: callbackUrl }) : words('toApp')}</span>
            </li>
          ))}
          {data.apps.length === 0 && <li className="text-warning">{words('nobody')}</li>}
        </ul>
      )}
      {can('accounts:manage') && (
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => ask.mutate(false)} busy={ask.isPending && !ask.variables}>
            {words('subscribe')}
          </Button>
          <Button onClick={() => ask.mutate(true)} disabled={!isReachable} busy={ask.isPending && ask.variables}>
            {words('subscribeHere')}
          </Button>
        </div>
      )}
      <p className="text-faint text-xs">{words('hereHint')}</p>
      {problem && <ProblemNote error={problem} className="w-full" />}
    </section>
  )
}
