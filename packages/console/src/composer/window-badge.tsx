import { Clock, Lock } from 'lucide-react'
import { useFormatter } from 'use-intl'
import { Badge } from '../components/badge.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import type { ServiceWindow } from './service-window.ts'

const hour = 3_600_000

/** Until when a customer can be answered freely, and how long that is. */
export function WindowBadge({ window, now }: { readonly window: ServiceWindow; readonly now: number }) {
  const words = useTranslations('composer')
  const format = useFormatter()
  if (window.kind === 'always') return null
  if (window.kind === 'closed')
    return (
      <Badge tone="warning">
        <Lock aria-hidden className="size-3" />
        {words('windowClosed')}
      </Badge>
    )
  const minutes = Math.max(1, Math.floor((window.closesAt - now) / 60_000))
  const left =
    minutes < 60 ? words('minutesLeft', { count: minutes }) : words('hoursLeft', { count: Math.floor(minutes / 60) })
  const isToday = new Date(window.closesAt).toDateString() === new Date(now).toDateString()
  const until = format.dateTime(window.closesAt, {
    hour: 'numeric',
    minute: '2-digit',
    ...(isToday ? {} : { weekday: 'short' }),
  })
  return (
    <Badge tone={window.closesAt - now < 2 * hour ? 'warning' : 'neutral'} title={words('windowWhy')}>
      <Clock aria-hidden className="size-3" />
      {words('openUntil', { until })} · {left}
    </Badge>
  )
}
