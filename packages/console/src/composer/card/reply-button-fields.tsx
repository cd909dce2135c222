import { Plus, X } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { newButton } from './card-draft.ts'
import type { CardFieldsProps } from './card-fields-props.ts'
import { cardLimits } from './card-limits.ts'
import { CountedField } from './counted-field.tsx'

/** Up to three buttons; the customer answers by pressing one. */
export function ReplyButtonFields({ card: { buttons }, say, onChange }: CardFieldsProps) {
  const words = useTranslations('cards')
  return (
    <>
      {buttons.map((button, index) => (
        <div key={button.key} className="flex items-start gap-1">
          <CountedField
            className="flex-1"
            label={words('button', { number: index + 1 })}
            value={button.title}
            most={cardLimits.buttonTitle}
            error={say('buttonTitle', button.key)}
            onChange={(title) => onChange({ buttons: buttons.with(index, { ...button, title }) })}
          />
          {buttons.length > 1 && (
            <Button
              kind="ghost"
              size="icon"
              className="mt-5"
              aria-label={words('removeButton', { number: index + 1 })}
              onClick={() => onChange({ buttons: buttons.toSpliced(index, 1) })}
            >
              <X />
            </Button>
          )}
        </div>
      ))}
      {buttons.length < cardLimits.buttons && (
        <Button
          size="small"
          className="justify-self-start"
          onClick={() => onChange({ buttons: [...buttons, newButton()] })}
        >
          <Plus />
          {words('addButton')}
        </Button>
      )}
    </>
  )
}
