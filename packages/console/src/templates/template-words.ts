import type { Tone } from '../components/badge.tsx'
import { useTranslations } from '../strings/use-translations.ts'

const statuses = {
  APPROVED: 'good',
  PENDING: 'info',
  REJECTED: 'bad',
  PAUSED: 'warning',
  DISABLED: 'bad',
} as const satisfies Record<string, Tone>
const categories = ['MARKETING', 'UTILITY', 'AUTHENTICATION'] as const
const qualities = { GREEN: 'good', YELLOW: 'warning', RED: 'bad' } as const satisfies Record<string, Tone>

interface Said {
  readonly text: string
  readonly tone: Tone
}

/** The provider's words in the person's; what is new to us as the provider says it. */
export function useTemplateWords() {
  const words = useTranslations('templates')
  return {
    status: (value: string): Said =>
      isOf(statuses, value)
        ? { text: words(`status_${value}`), tone: statuses[value] }
        : { text: value, tone: 'neutral' },
    category: (value: string | null): string => {
      const known = categories.find((each) => each === value)
      return known ? words(`category_${known}`) : (value ?? '')
    },
    quality: (value: string | null): Said | null =>
      value !== null && isOf(qualities, value) ? { text: words(`quality_${value}`), tone: qualities[value] } : null,
  }
}

function isOf<Known extends object>(known: Known, value: string): value is Extract<keyof Known, string> {
  return Object.hasOwn(known, value)
}
