import { Braces } from 'lucide-react'
import { useRef } from 'react'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { TextArea } from '../../components/input.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { variablesIn } from '../../templates/template-parts.ts'
import type { Draft } from './draft.ts'
import { ProblemList } from './problem-list.tsx'
import { variableFault } from './typed-faults.ts'

interface BodyFieldProps {
  readonly body: string
  readonly format: Draft['parameterFormat']
  /** Characters. */
  readonly longest: number
  readonly problems: readonly string[] | undefined
  readonly rows?: number
  readonly onChange: (body: string) => void
}

/** The text itself, with a way to put variables in and to where it is wrong. */
export function BodyField({ body, format, longest, problems, rows = 5, onChange }: BodyFieldProps) {
  const words = useTranslations('templates')
  const fault = variableFault(body, format)
  const area = useRef<HTMLTextAreaElement>(null)
  const insert = () => {
    const field = area.current
    if (!field) return
    const taken = variablesIn(body)
    const name = format === 'NAMED' ? `name_${taken.length + 1}` : String(taken.length + 1)
    const at = field.selectionStart
    onChange(`${body.slice(0, at)}{{${name}}}${body.slice(field.selectionEnd)}`)
    field.focus()
  }
  return (
    <div className="grid gap-2">
      <Field
        label={words('body')}
        hint={words('bodyHint')}
        error={fault ? words(`fault_${fault.kind}`, { lacks: '', ...fault }) : undefined}
      >
        <TextArea
          ref={area}
          dir="auto"
          rows={rows}
          value={body}
          {...(problems && { 'aria-invalid': true })}
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
      <ProblemList problems={problems} control={area} />
      <div className="flex items-center justify-between gap-3">
        <Button size="small" onClick={insert}>
          <Braces />
          {words('addVariable')}
        </Button>
        <span className="text-faint text-xs tabular-nums">
          {[...body].length} / {longest}
        </span>
      </div>
    </div>
  )
}
