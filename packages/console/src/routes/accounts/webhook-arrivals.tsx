import type { AccountWebhook } from '@switchboard/contract'
import { CircleCheck } from 'lucide-react'
import { useFormatter } from 'use-intl'
import { Spinner } from '../../components/spinner.tsx'
import { useTranslations } from '../../strings/use-translations.ts'

/** Whether the provider has spoken to us, looked at again every two seconds. */
export function WebhookArrivals({ webhook, isMeta }: { readonly webhook: AccountWebhook; readonly isMeta: boolean }) {
  const words = useTranslations('accounts.arrivals')
  return (
    <section className="grid gap-2 border-t pt-5" aria-live="polite">
      <h2 className="font-medium">{words('title')}</h2>
      {isMeta && <Arrival at={webhook.verifiedAt} arrived="verified" waiting="notVerified" />}
      <Arrival at={webhook.lastWebhookAt} arrived="arrived" waiting="notArrived" />
    </section>
  )
}

function Arrival({
  at,
  arrived,
  waiting,
}: {
  readonly at: string | null
  readonly arrived: 'verified' | 'arrived'
  readonly waiting: 'notVerified' | 'notArrived'
}) {
  const words = useTranslations('accounts.arrivals')
  const format = useFormatter()
  const when = at === null ? '' : format.dateTime(new Date(at), { dateStyle: 'medium', timeStyle: 'medium' })
  return (
    <p className="flex items-start gap-2.5">
      {at === null ? <Spinner /> : <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-accent-ink" />}
      <span className={at === null ? 'text-soft' : undefined}>
        {at === null ? words(waiting) : words(arrived, { when })}
      </span>
    </p>
  )
}
