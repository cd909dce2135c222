import { Check } from 'lucide-react'
import { classNames } from '../../components/class-names.ts'
import { useTranslations } from '../../strings/use-translations.ts'

const steps = ['transport', 'credentials', 'webhook', 'test'] as const
export type WizardStep = (typeof steps)[number]

/** Where one is on the way from nothing to a number that works. */
export function Steps({
  current,
  without = [],
}: {
  readonly current: WizardStep
  readonly without?: readonly WizardStep[]
}) {
  const words = useTranslations('accounts.steps')
  const shown = steps.filter((step) => !without.includes(step))
  const at = shown.indexOf(current)
  return (
    <ol className="flex flex-wrap items-center gap-x-5 gap-y-2" aria-label={words('label')}>
      {shown.map((step, index) => (
        <li
          key={step}
          aria-current={step === current ? 'step' : undefined}
          className={classNames('flex items-center gap-2', index === at ? 'font-medium text-ink' : 'text-faint')}
        >
          <span
            aria-hidden
            className={classNames(
              'grid size-6 place-items-center rounded-full border text-xs',
              index < at && 'border-accent bg-accent-soft text-accent-ink',
              index === at && 'border-accent bg-accent text-on-accent',
            )}
          >
            {index < at ? <Check className="size-3.5" /> : index + 1}
          </span>
          {words(step)}
        </li>
      ))}
    </ol>
  )
}
