import {
  Ban,
  CalendarClock,
  Check,
  CheckCheck,
  CircleAlert,
  CircleHelp,
  Clock,
  Hourglass,
  type LucideIcon,
  SendHorizontal,
} from 'lucide-react'
import { classNames } from '../../components/class-names.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import type { Delivery } from './delivery-of.ts'

const marks: Readonly<Record<Exclude<Delivery, 'none'>, { readonly icon: LucideIcon; readonly className: string }>> = {
  held: { icon: Hourglass, className: 'text-warning' },
  scheduled: { icon: CalendarClock, className: 'text-soft' },
  queued: { icon: Clock, className: 'text-soft' },
  sending: { icon: SendHorizontal, className: 'text-soft' },
  sent: { icon: Check, className: 'text-soft' },
  delivered: { icon: CheckCheck, className: 'text-soft' },
  read: { icon: CheckCheck, className: 'text-info' },
  played: { icon: CheckCheck, className: 'text-info' },
  failed: { icon: CircleAlert, className: 'text-danger' },
  cancelled: { icon: Ban, className: 'text-soft' },
  unknown: { icon: CircleHelp, className: 'text-warning' },
}

/** How far a message of ours is: ticks as people know them, and a word for who does not see them. */
export function DeliveryMark({ delivery, className }: { readonly delivery: Delivery; readonly className?: string }) {
  const words = useTranslations('thread')
  if (delivery === 'none') return null
  const { icon: Icon, className: tone } = marks[delivery]
  return (
    <span title={words(`delivery.${delivery}`)} className="inline-flex">
      <Icon aria-hidden className={classNames('size-3.5', tone, className)} />
      <span className="sr-only">{words(`delivery.${delivery}`)}</span>
    </span>
  )
}
