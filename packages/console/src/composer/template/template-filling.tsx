import type { Template } from '@switchboard/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ArrowLeft, CalendarClock, SendHorizontal } from 'lucide-react'
import { useState } from 'react'
import { isProblem } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { renderTemplate } from '../queries.ts'
import type { ChosenTemplate } from './chosen-template.ts'
import { HeaderFileField } from './header-file-field.tsx'
import {
  type HeaderFile,
  isFilled,
  parametersOf,
  type TemplateField,
  type TemplateValues,
  templateForm,
} from './template-form.ts'
import { TemplatePreview } from './template-preview.tsx'

interface TemplateFillingProps {
  readonly template: Template
  readonly onBack: () => void
  readonly onSend: (chosen: ChosenTemplate) => void
  readonly onSchedule: (chosen: ChosenTemplate) => void
}

/** The template's variables beside what the customer will see of them. */
export function TemplateFilling({ template, onBack, onSend, onSchedule }: TemplateFillingProps) {
  const words = useTranslations('composer')
  const form = templateForm(template)
  const [values, setValues] = useState<TemplateValues>({})
  const [file, setFile] = useState<HeaderFile>()
  const filled = isFilled(form, values, file)
  const parameters = parametersOf(form, template.parameterFormat === 'NAMED', values, file)
  const { data, error } = useQuery({
    queryKey: ['templates', template.id, 'render', parameters],
    queryFn: ({ signal }) => renderTemplate(template.id, { parameters }, signal),
    enabled: filled && !form.beyond,
    placeholderData: keepPreviousData,
    retry: false,
  })
  const ready = filled && data !== undefined && error === null && !form.beyond
  const give = (act: (chosen: ChosenTemplate) => void) => () => {
    if (data) act({ content: data.content, shown: data.shown.text })
  }
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <form
        className="grid content-start gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) give(onSend)()
        }}
      >
        <Button kind="ghost" size="small" className="justify-self-start" onClick={onBack}>
          <ArrowLeft className="rtl:-scale-x-100" />
          {words('otherTemplate')}
        </Button>
        {form.file && <HeaderFileField kind={form.file} onChange={setFile} />}
        {form.fields.map((field) => (
          <VariableField
            key={field.key}
            field={field}
            value={values[field.key] ?? ''}
            onChange={(value) => setValues((all) => ({ ...all, [field.key]: value }))}
          />
        ))}
        {form.fields.length === 0 && !form.file && <p className="text-soft">{words('noVariables')}</p>}
        {form.beyond && <p className="text-warning">{words('templateBeyond')}</p>}
        {error && isProblem(error) && <ProblemNote error={error} />}
        <div className="mt-2 flex flex-wrap gap-2">
          <Button type="submit" kind="primary" disabled={!ready}>
            <SendHorizontal className="rtl:-scale-x-100" />
            {words('sendTemplate')}
          </Button>
          <Button disabled={!ready} onClick={give(onSchedule)}>
            <CalendarClock />
            {words('schedule')}
          </Button>
        </div>
      </form>
      <TemplatePreview template={template} shown={filled ? data?.shown : undefined} />
    </div>
  )
}

interface VariableFieldProps {
  readonly field: TemplateField
  readonly value: string
  readonly onChange: (value: string) => void
}

function VariableField({ field, value, onChange }: VariableFieldProps) {
  const words = useTranslations('composer')
  const label =
    field.part === 'url'
      ? words('urlVariable', { button: field.button?.text ?? '' })
      : field.part === 'code'
        ? words('codeVariable')
        : words(field.part === 'header' ? 'headerVariable' : 'bodyVariable', { name: field.name })
  return (
    <Field label={label} hint={field.part === 'url' ? field.button?.url : undefined}>
      <Input dir="auto" value={value} onChange={(event) => onChange(event.target.value)} />
    </Field>
  )
}
