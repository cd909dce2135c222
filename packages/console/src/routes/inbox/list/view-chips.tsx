import type { ConversationCounts } from '@switchboard/contract'
import { ChevronDown } from 'lucide-react'
import { useFormatter } from 'use-intl'
import { classNames } from '../../../components/class-names.ts'
import { Menu, MenuItem } from '../../../components/menu.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { countOf, type View, views } from '../views.ts'

export interface ViewChipsProps {
  readonly view: View
  readonly counts: ConversationCounts | undefined
  readonly onChange: (view: View) => void
}

/** Always in sight; the others are behind the last chip, which carries the name of the one that is chosen. */
const shown: readonly View[] = ['open', 'mine', 'unanswered']
const look =
  'inline-flex h-7 shrink-0 items-center gap-1 whitespace-nowrap rounded-full border px-2 text-xs font-medium'
const chosen = 'border-accent bg-selected text-accent-ink'
const other = 'border-line text-soft hover:bg-hover hover:text-ink'

/** Which conversations: open, mine, unanswered … with how many there are of each. */
export function ViewChips({ view, counts, onChange }: ViewChipsProps) {
  const words = useTranslations('inbox')
  const names = useTranslations('inbox.views')
  const hidden = views.filter((name) => !shown.includes(name))
  const isHidden = hidden.includes(view)
  return (
    <fieldset className="flex flex-wrap gap-1">
      <legend className="sr-only">{words('show')}</legend>
      {shown.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={view === name}
          className={classNames(look, view === name ? chosen : other)}
          onClick={() => onChange(name)}
        >
          {names(name)}
          <Count count={countOf(name, counts)} />
        </button>
      ))}
      <Menu
        trigger={
          <button type="button" className={classNames(look, isHidden ? chosen : other)}>
            {isHidden ? names(view) : words('moreViews')}
            {isHidden && <Count count={countOf(view, counts)} />}
            <ChevronDown aria-hidden className="size-3.5" />
          </button>
        }
      >
        {hidden.map((name) => (
          <MenuItem key={name} checked={view === name} onSelect={() => onChange(name)}>
            <span className="flex items-center justify-between gap-4">
              {names(name)}
              <Count count={countOf(name, counts)} />
            </span>
          </MenuItem>
        ))}
      </Menu>
    </fieldset>
  )
}

function Count({ count }: { readonly count: number | undefined }) {
  const format = useFormatter()
  if (count === undefined) return null
  return <span className="tabular-nums">{format.number(count)}</span>
}
