import { Plus, X } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { Menu, MenuItem } from '../../components/menu.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { buttonTypes, type DraftButton } from './draft.ts'
import type { DraftFieldsProps } from './draft-fields.ts'
import type { DraftProblems } from './draft-problems.ts'
import { ProblemList } from './problem-list.tsx'

const mostButtons = 10

/** What a customer can press under the message. */
export function ButtonFields({ draft, problems, set }: DraftFieldsProps) {
  const words = useTranslations('templates')
  const { buttons } = draft
  const add = (type: DraftButton['type']) =>
    set({ buttons: [...buttons, { id: crypto.randomUUID(), type, text: '', value: '', example: '' }] })
  return (
    <Card className="grid gap-4">
      <div className="flex items-center justify-between gap-3">
        <h2 className="font-semibold">{words('buttons')}</h2>
        {buttons.length < mostButtons && (
          <Menu
            trigger={
              <Button size="small">
                <Plus />
                {words('addButton')}
              </Button>
            }
          >
            {buttonTypes.map((type) => (
              <MenuItem key={type} onSelect={() => add(type)}>
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
          onChange={(next) => set({ buttons: buttons.with(index, next) })}
          onRemove={() => set({ buttons: buttons.toSpliced(index, 1) })}
        />
      ))}
    </Card>
  )
}

interface OneButtonProps {
  readonly button: DraftButton
  readonly index: number
  readonly problems: DraftProblems
  readonly onChange: (button: DraftButton) => void
  readonly onRemove: () => void
}

const valueWords = { URL: 'buttonUrl', PHONE_NUMBER: 'buttonPhone', COPY_CODE: 'buttonCode' } as const

function OneButton({ button, index, problems, onChange, onRemove }: OneButtonProps) {
  const words = useTranslations('templates')
  const { type, text, value, example } = button
  const errorOf = (...parts: readonly string[]) =>
    parts.flatMap((part) => problems[`button ${index} ${part}`] ?? []).join(' ') || undefined
  const isOwn = type !== 'COPY_CODE'
  return (
    <div className="rounded-lg border p-3">
      <div className="mb-2 flex items-center justify-between gap-3">
        <span className="text-faint text-xs">{words(`button_${type}`)}</span>
        <Button
          kind="ghost"
          size="small-icon"
          aria-label={words('buttonRemove', { number: index + 1 })}
          onClick={onRemove}
        >
          <X />
        </Button>
      </div>
      <div className="grid items-start gap-3 sm:grid-cols-2">
        {isOwn && (
          <Field label={words('buttonText')} error={errorOf('text')}>
            <Input dir="auto" value={text} onChange={(event) => onChange({ ...button, text: event.target.value })} />
          </Field>
        )}
        {type !== 'QUICK_REPLY' && (
          <Field
            label={words(valueWords[type])}
            hint={type === 'URL' && words('buttonUrlHint', { one: '{{1}}' })}
            error={type === 'COPY_CODE' ? errorOf('value', 'example') : errorOf('value')}
          >
            <Input value={value} onChange={(event) => onChange({ ...button, value: event.target.value })} />
          </Field>
        )}
        {type === 'URL' && value.includes('{{') && (
          <Field label={words('buttonUrlExample')} error={errorOf('example')}>
            <Input value={example} onChange={(event) => onChange({ ...button, example: event.target.value })} />
          </Field>
        )}
      </div>
    </div>
  )
}
