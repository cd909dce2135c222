import { X } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import type { DraftButton } from './draft.ts'
import type { DraftProblems } from './draft-problems.ts'

interface OneButtonProps {
  readonly button: DraftButton
  readonly index: number
  readonly problems: DraftProblems
  readonly onChange: (button: DraftButton) => void
  readonly onRemove: () => void
}

const valueWords = {
  URL: 'buttonUrl',
  PHONE_NUMBER: 'buttonPhone',
  COPY_CODE: 'buttonCode',
  FLOW: 'buttonFlow',
} as const

/** One of them: its words, and where it leads. */
export function OneButton({ button, index, problems, onChange, onRemove }: OneButtonProps) {
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
        {type === 'FLOW' && (
          <Field label={words('buttonScreen')} hint={words('buttonScreenHint')} error={errorOf('example')}>
            <Input value={example} onChange={(event) => onChange({ ...button, example: event.target.value })} />
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
