import type { WebhookEndpoint } from '@switchboard/contract'
import { useTranslations } from 'use-intl'
import { Badge } from '../../../components/badge.tsx'

/** Whether it is told what happens, and whether it takes it. */
export function EndpointBadge({ endpoint }: { readonly endpoint: WebhookEndpoint }) {
  const words = useTranslations('settings.webhooks')
  if (endpoint.disabled) return <Badge tone="bad">{words(`disabledBy.${endpoint.disabled.reason}`)}</Badge>
  if (endpoint.failingSince) return <Badge tone="warning">{words('failing')}</Badge>
  return <Badge tone="good">{words('enabled')}</Badge>
}
