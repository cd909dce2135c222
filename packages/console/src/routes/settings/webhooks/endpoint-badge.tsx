import type { WebhookEndpoint } from '@switchboard/contract'
import { useFormatter } from 'use-intl'
import { Badge } from '../../../components/badge.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'

/** Whether it is told what happens, and whether it takes it. */
export function EndpointBadge({ endpoint }: { readonly endpoint: WebhookEndpoint }) {
  const words = useTranslations('settings.webhooks')
  const format = useFormatter()
  if (endpoint.disabled) return <Badge tone="bad">{words(`disabledBy.${endpoint.disabled.reason}`)}</Badge>
  if (endpoint.pausedUntil) {
    const until = format.dateTime(new Date(endpoint.pausedUntil), { timeStyle: 'short' })
    return <Badge tone="warning">{words('paused', { until })}</Badge>
  }
  if (endpoint.failingSince) return <Badge tone="warning">{words('failing')}</Badge>
  return <Badge tone="good">{words('enabled')}</Badge>
}
