import { useFormatter, useNow, useTimeZone } from 'use-intl'
import { classNames } from '../../../components/class-names.ts'
import { useTranslations } from '../../../strings/use-translations.ts'
import { createDayOf } from '../../../thread/rows.ts'

export interface ListTimeProps {
  /** ISO 8601. */
  readonly at: string | null
  readonly isStrong?: boolean
}

const dayMilliseconds = 24 * 60 * 60 * 1000

/** As short as it can be told: the time today, yesterday, the weekday, then the date. */
export function ListTime({ at, isStrong = false }: ListTimeProps) {
  const text = useListTime(at)
  const format = useFormatter()
  if (at === null) return null
  return (
    <time
      dateTime={at}
      title={format.dateTime(new Date(at), { dateStyle: 'full', timeStyle: 'short' })}
      className={classNames('shrink-0 text-xs tabular-nums', isStrong ? 'font-medium text-accent-ink' : 'text-soft')}
    >
      {text}
    </time>
  )
}

let days: { readonly timeZone: string | undefined; readonly of: (at: string) => string } | undefined

/** Of one zone for all rows: making it costs more than asking it a thousand times. */
function dayOf(timeZone: string | undefined): (at: string) => string {
  if (days === undefined || days.timeZone !== timeZone) days = { timeZone, of: createDayOf(timeZone) }
  return days.of
}

export function useListTime(at: string | null): string {
  const words = useTranslations('inbox')
  const format = useFormatter()
  const timeZone = useTimeZone()
  const now = useNow({ updateInterval: 60_000 })
  if (at === null) return ''
  const then = new Date(at)
  // The day in the person's zone, as a number of days.
  const day = (date: Date) => Date.parse(dayOf(timeZone)(date.toISOString())) / dayMilliseconds
  const days = day(now) - day(then)
  if (days <= 0) return format.dateTime(then, { timeStyle: 'short' })
  if (days === 1) return words('yesterday')
  if (days < 7) return format.dateTime(then, { weekday: 'short' })
  const isThisYear = then.getFullYear() === now.getFullYear()
  return format.dateTime(then, { day: 'numeric', month: 'short', ...(isThisYear ? {} : { year: '2-digit' }) })
}
