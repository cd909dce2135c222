import type { ConnectedAccount } from '@switchboard/contract'
import { Badge, type Tone } from '../../components/badge.tsx'
import { useTranslations } from '../../strings/use-translations.ts'

/** Whether the number can send, in a word. */
export function AccountState({ account }: { readonly account: ConnectedAccount }) {
  const words = useTranslations('accounts.state')
  const state = stateOf(account)
  return <Badge tone={tones[state]}>{words(state)}</Badge>
}

const tones = {
  ready: 'good',
  paused: 'warning',
  disabled: 'neutral',
  seen: 'info',
  lacking: 'bad',
} as const satisfies Record<string, Tone>

function stateOf({ state, discovered, connection }: ConnectedAccount): keyof typeof tones {
  if (state !== 'active') return state
  if (connection.ready) return 'ready'
  return discovered ? 'seen' : 'lacking'
}

/** What the provider says of the number's reputation; nothing where it says nothing. */
export function Quality({ rating }: { readonly rating: string | null | undefined }) {
  const words = useTranslations('accounts.quality')
  const known = rating === 'GREEN' || rating === 'YELLOW' || rating === 'RED' ? rating : undefined
  if (!known) return null
  const tone = ({ GREEN: 'good', YELLOW: 'warning', RED: 'bad' } as const)[known]
  return <Badge tone={tone}>{words(known)}</Badge>
}

/** The last quality that came in a webhook. */
export function qualityOf({ facts }: ConnectedAccount): string | null {
  const fact = facts?.find(({ field }) => field === 'phone_number_quality_update')
  const value = fact?.value
  const rating = typeof value === 'object' && value !== null ? Reflect.get(value, 'new_quality_score') : undefined
  return typeof rating === 'string' ? rating : null
}
