import { type FormEvent, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { TextArea } from '../../../components/input.tsx'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'

export interface NoteFormProps {
  readonly label: string
  readonly action: string
  readonly text?: string
  readonly isBusy: boolean
  readonly error: unknown
  readonly onSubmit: (text: string) => void
  readonly onCancel?: () => void
}

export function NoteForm({ label, action, text: former = '', isBusy, error, onSubmit, onCancel }: NoteFormProps) {
  const common = useTranslations('common')
  const [text, setText] = useState(former)
  const trimmed = text.trim()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (trimmed !== '') onSubmit(trimmed)
  }
  return (
    <form className="grid gap-2" onSubmit={submit}>
      <TextArea
        aria-label={label}
        placeholder={label}
        dir="auto"
        maxLength={10_000}
        className="min-h-16 bg-bubble-note"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && submit(event)}
      />
      {error != null && <ProblemNote error={error} />}
      {(trimmed !== '' || onCancel) && (
        <div className="flex justify-end gap-2">
          {onCancel && (
            <Button size="small" onClick={onCancel}>
              {common('cancel')}
            </Button>
          )}
          <Button size="small" kind="primary" type="submit" busy={isBusy} disabled={trimmed === ''}>
            {action}
          </Button>
        </div>
      )}
    </form>
  )
}
