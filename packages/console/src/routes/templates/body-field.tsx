import { Braces } from 'lucide-react'
import { useRef } from 'react'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { TextArea } from '../../components/input.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { variablesIn } from '../../templates/template-parts.ts'
import type { DraftFieldsProps } from './draft-fields.ts'
import { ProblemList } from './problem-list.tsx'

const longest = 1_024

/** The text itself, with a way to put variables in and to where it is wrong. */
export function BodyField({ draft, problems, set }: DraftFieldsProps) {
  const words = useTranslations('templates')
  const area = useRef<HTMLTextAreaElement>(null)
  const insert = () => {
    const field = area.current
    if (!field) return
    const taken = variablesIn(draft.body)
    const name = draft.parameterFormat === 'NAMED' ? `name_${taken.length + 1}` : String(taken.length + 1)
    const at = field.selectionStart
    set({ body: `${draft.body.slice(0, at)}{{${name}}}${draft.body.slice(field.selectionEnd)}` })
    field.focus()
  }
  return (
    <div className="grid gap-2">
      <Field label={words('body')} hint={words('bodyHint')}>
        <TextArea
          ref={area}
          dir="auto"
          rows={5}
          value={draft.body}
          aria-invalid={problems['body'] ? true : undefined}
          onChange={(event) => set({ body: event.target.value })}
        />
      </Field>
      <ProblemList problems={problems['body']} control={area} />
      <div className="flex items-center justify-between gap-3">
        <Button size="small" onClick={insert}>
          <Braces />
          {words('addVariable')}
        </Button>
        <span className="text-faint text-xs tabular-nums">
          {draft.body.length} / {longest}
        </span>
      </div>
    </div>
  )
}
