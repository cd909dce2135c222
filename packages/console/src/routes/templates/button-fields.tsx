import { Plus } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { Menu, MenuItem } from '../../components/menu.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { type ButtonType, buttonTypes, type DraftButton, newDraftButton } from './draft.ts'
import type { DraftProblems } from './draft-problems.ts'
import { OneButton } from './one-button.tsx'
import { ProblemList } from './problem-list.tsx'

interface ButtonFieldsProps {
  readonly buttons: readonly DraftButton[]
  readonly most: number
  readonly types?: readonly ButtonType[]
  readonly problems: DraftProblems
  readonly onChange: (buttons: readonly DraftButton[]) => void
}

/** What a customer can press under the message. */
export function ButtonFields({ buttons, most, types = buttonTypes, problems, onChange }: ButtonFieldsProps) {
  const words = useTranslations('templates')
  return (
    <div className="grid gap-4">
      <div className="flex items-center justify-between gap-3">
        <h2 className="font-semibold">{words('buttons')}</h2>
        {buttons.length < most && (
          <Menu
            trigger={
              <Button size="small">
                <Plus />
                {words('addButton')}
              </Button>
            }
          >
            {types.map((type) => (
              <MenuItem key={type} onSelect={() => onChange([...buttons, newDraftButton(type)])}>
                {words(`button_${type}`)}
              </MenuItem>
            ))}
          </Menu>
        )}
      </div>
      <ProblemList problems={problems['buttons']} />
      {buttons.map((button, index) => (
        <OneButton
          key={button.id}
          button={button}
          index={index}
          problems={problems}
          onChange={(next) => onChange(buttons.with(index, next))}
          onRemove={() => onChange(buttons.toSpliced(index, 1))}
        />
      ))}
    </div>
  )
}
