import { MapPin, Plus, Rows3, UserRound } from 'lucide-react'
import { Button } from '../components/button.tsx'
import { Menu, MenuItem } from '../components/menu.tsx'
import { useTranslations } from '../strings/use-translations.ts'

/** What is written in a dialog of its own. */
export type Inserted = 'card' | 'location' | 'contact'

interface InsertMenuProps {
  /** Those that the number can send. */
  readonly kinds: readonly Inserted[]
  readonly onChoose: (kind: Inserted) => void
}

const icons = { card: Rows3, location: MapPin, contact: UserRound } as const

/** Messages that are no text and no file. */
export function InsertMenu({ kinds, onChoose }: InsertMenuProps) {
  const words = useTranslations('cards')
  if (kinds.length === 0) return null
  return (
    <Menu
      align="start"
      trigger={
        <Button kind="ghost" size="icon" aria-label={words('insert')}>
          <Plus />
        </Button>
      }
    >
      {kinds.map((kind) => (
        <MenuItem key={kind} icon={icons[kind]} onSelect={() => onChoose(kind)}>
          {words(`insert_${kind}`)}
        </MenuItem>
      ))}
    </Menu>
  )
}
