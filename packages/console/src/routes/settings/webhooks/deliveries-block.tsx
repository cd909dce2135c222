import type { WebhookDelivery, WebhookDeliveryState } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useFormatter } from 'use-intl'
import { Badge, type Tone } from '../../../components/badge.tsx'
import { Button } from '../../../components/button.tsx'
import { useToast } from '../../../components/toast.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { Block } from '../block.tsx'
import { Loaded } from '../loaded.tsx'
import { DeliveryDialog } from './delivery-dialog.tsx'
import { deliveriesQuery, useEndpointActions } from './queries.ts'

const route = getRouteApi('/settings/webhooks/$endpointId')

const tones: Readonly<Record<WebhookDeliveryState, Tone>> = {
  pending: 'info',
  delivered: 'good',
  failed: 'bad',
  cancelled: 'neutral',
}

/** The newest, with what came back. */
export function DeliveriesBlock({ endpointId }: { readonly endpointId: string }) {
  const words = useTranslations('settings.webhooks')
  const deliveries = useQuery(deliveriesQuery(endpointId))
  const { delivery: shown } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <Block title={words('deliveries')} intro={words('deliveriesIntro')}>
      <Loaded query={deliveries}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-faint">{words('noDeliveries')}</p>
          ) : (
            <ul className="-my-2 divide-y" aria-label={words('deliveries')}>
              {items.map((delivery) => (
                <DeliveryRow key={delivery.id} delivery={delivery} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {shown && <DeliveryDialog id={shown} onClose={() => void navigate({ search: {} })} />}
    </Block>
  )
}

function DeliveryRow({ delivery }: { readonly delivery: WebhookDelivery }) {
  const words = useTranslations('settings.webhooks')
  const format = useFormatter()
  const toast = useToast()
  const { replay } = useEndpointActions(delivery.endpointId)
  const { id, eventType, eventSeq, state, attempts, lastAttempt, createdAt } = delivery
  const again = () =>
    replay.mutate(
      { deliveryId: id },
      { onError: toast.problem, onSuccess: () => toast.show(words('replayed', { count: 1 })) },
    )
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5">
      <span className="min-w-0 flex-1 basis-52">
        <span dir="ltr" className="block truncate text-start font-mono text-xs">
          {eventType} · {eventSeq}
        </span>
        <span className="text-faint text-xs">
          {format.dateTime(new Date(createdAt), { dateStyle: 'medium', timeStyle: 'short' })} ·{' '}
          {words('attempts', { count: attempts })}
          {lastAttempt?.status ? ` · HTTP ${lastAttempt.status}` : ''}
        </span>
      </span>
      <Badge tone={tones[state]}>{words(`states.${state}`)}</Badge>
      <Button asChild size="small" kind="ghost">
        <Link
          from="/settings/webhooks/$endpointId"
          search={{ delivery: id }}
          resetScroll={false}
          aria-label={`${words('details')}: ${eventType} ${eventSeq}`}
        >
          {words('details')}
        </Link>
      </Button>
      <Button
        size="small"
        busy={replay.isPending}
        aria-label={`${words('again')}: ${eventType} ${eventSeq}`}
        onClick={again}
      >
        {words('again')}
      </Button>
    </li>
  )
}
