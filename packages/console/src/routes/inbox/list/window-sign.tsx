import { Timer, TimerOff } from 'lucide-react'
import { useNow } from 'use-intl'
import { useTranslations } from '../../../strings/use-translations.ts'

/** From here on it is time to answer. */
const soonMilliseconds = 3 * 60 * 60 * 1000

/** Says that only templates may be sent any more, or that it will soon be so; a group has no such window. */
export function WindowSign({ closesAt }: { readonly closesAt: string | null }) {
  const words = useTranslations('inbox')
  const now = useNow({ updateInterval: 60_000 })
  if (closesAt === null) return null
  const left = Date.parse(closesAt) - now.getTime()
  if (left > soonMilliseconds) return null
  const text = left > 0 ? words('windowSoon', { hours: Math.ceil(left / 3_600_000) }) : words('windowClosed')
  const Icon = left > 0 ? Timer : TimerOff
  return (
    <span title={text} className={left > 0 ? 'text-warning' : 'text-faint'}>
      <span className="sr-only">{text}</span>
      <Icon aria-hidden className="size-3.5 self-center" />
    </span>
  )
}
