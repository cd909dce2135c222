import { useFormatter } from 'use-intl'
import { useTranslations } from '../../strings/use-translations.ts'

/** Seconds as a person says them: 45 s, 12 min, 3.5 h. */
export function useDuration(): (seconds: number) => string {
  const words = useTranslations('overview')
  const show = useFormatter()
  const rounded = (value: number) => show.number(value, { maximumFractionDigits: value < 10 ? 1 : 0 })
  return (seconds) => {
    if (seconds < 90) return words('seconds', { count: rounded(seconds) })
    if (seconds < 5_400) return words('minutes', { count: rounded(seconds / 60) })
    return words('hours', { count: rounded(seconds / 3_600) })
  }
}
