import type { BroadcastDetail } from '@switchboard/contract'
import { Section } from '../../components/section.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { Figures } from './figures.tsx'

const fates = [
  ['read', 'bg-info'],
  ['delivered', 'bg-accent'],
  ['sent', 'bg-accent/60'],
  ['accepted', 'bg-accent/30'],
  ['waiting', 'bg-strong-line'],
  ['failed', 'bg-danger'],
  ['unknown', 'bg-warning'],
  ['cancelled', 'bg-faint'],
  ['gone', 'bg-line'],
] as const

/** What became of everybody in the list, as it happens. */
export function ProgressCard({ broadcast }: { readonly broadcast: BroadcastDetail }) {
  const words = useTranslations('broadcasts')
  const { deliveries, recipients } = broadcast
  const always = ['read', 'delivered', 'sent', 'failed']
  const figures = [
    ...fates.map(([fate, color]) => ({ fate, label: words(`fate_${fate}`), count: deliveries[fate], color })),
    { fate: 'refused', label: words('fate_refused'), count: recipients.refused, color: 'bg-warning' },
    { fate: 'invalid', label: words('checkInvalid'), count: recipients.invalid, color: 'bg-warning/50' },
    { fate: 'duplicate', label: words('checkDuplicate'), count: recipients.duplicate, color: 'bg-strong-line/50' },
    { fate: 'left', label: words('fate_left'), count: recipients.cancelled, color: 'bg-faint/50' },
    { fate: 'pending', label: words('fate_pending'), count: recipients.pending, color: 'bg-sunken' },
  ].filter(({ fate, count }) => count > 0 || always.includes(fate))
  const total = figures.reduce((sum, { count }) => sum + count, 0)
  return (
    <Section title={words('progress')}>
      <Figures figures={figures} total={total} />
      <p className="mt-4 border-t pt-3 text-soft">
        <strong className="text-ink tabular-nums">{deliveries.answered}</strong> {words('answered')}
      </p>
    </Section>
  )
}
