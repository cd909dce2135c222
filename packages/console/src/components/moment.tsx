import { useFormatter } from 'use-intl'

export interface MomentProps {
  /** ISO 8601. */
  readonly at: string
  /** `full` with seconds, for logs. */
  readonly look?: 'short' | 'full'
}

const looks = {
  short: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  full: { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' },
} as const

/** A time in the person's zone; the exact one is its title. */
export function Moment({ at, look = 'short' }: MomentProps) {
  const show = useFormatter()
  return (
    <time dateTime={at} title={at} className="tabular-nums sm:whitespace-nowrap">
      {show.dateTime(new Date(at), looks[look])}
    </time>
  )
}
