import type { BroadcastState } from '@switchboard/contract'
import { Badge, type Tone } from '../../components/badge.tsx'
import { useTranslations } from '../../strings/use-translations.ts'

const tones: Readonly<Record<BroadcastState, Tone>> = {
  draft: 'neutral',
  checking: 'info',
  awaiting_approval: 'warning',
  scheduled: 'info',
  running: 'good',
  paused: 'warning',
  finished: 'neutral',
  cancelled: 'neutral',
  failed: 'bad',
}

export function StateBadge({ state }: { readonly state: BroadcastState }) {
  const words = useTranslations('broadcasts')
  return <Badge tone={tones[state]}>{words(`state_${state}`)}</Badge>
}
