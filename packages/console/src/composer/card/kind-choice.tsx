import { List, Rows3 } from 'lucide-react'
import { classNames } from '../../components/class-names.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import type { CardDraft } from './card-draft.ts'

const icons = { buttons: Rows3, list: List } as const

interface KindChoiceProps {
  readonly kinds: readonly CardDraft['kind'][]
  readonly chosen: CardDraft['kind']
  readonly onChoose: (kind: CardDraft['kind']) => void
}

/** Buttons or a list; the texts stay. */
export function KindChoice({ kinds, chosen, onChoose }: KindChoiceProps) {
  const words = useTranslations('cards')
  return (
    <fieldset className="grid grid-cols-2 gap-2">
      <legend className="sr-only">{words('kind')}</legend>
      {kinds.map((kind) => {
        const Icon = icons[kind]
        return (
          <button
            key={kind}
            type="button"
            aria-pressed={kind === chosen}
            onClick={() => onChoose(kind)}
            className={classNames(
              'flex items-center gap-2.5 rounded-lg border p-2.5 text-start',
              kind === chosen ? 'border-accent bg-selected' : 'hover:bg-hover',
            )}
          >
            <Icon aria-hidden className="size-5 shrink-0 text-accent-ink" />
            <span>
              <span className="block font-medium">{words(kind)}</span>
              <span className="block text-soft text-xs">{words(`why_${kind}`)}</span>
            </span>
          </button>
        )
      })}
    </fieldset>
  )
}
