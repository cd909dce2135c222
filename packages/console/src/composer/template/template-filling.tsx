import type { Template } from '@switchboard/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ArrowLeft, CalendarClock, SendHorizontal } from 'lucide-react'
import { useState } from 'react'
import { isProblem } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { emptyFilling, fieldsOf, isBeyond, isFilled, parametersOf } from '../../templates/template-fields.ts'
import { TemplatePreview } from '../../templates/template-preview.tsx'
import { ValueFields } from '../../templates/value-fields.tsx'
import { renderTemplate } from '../queries.ts'
import type { ChosenTemplate } from './chosen-template.ts'

interface TemplateFillingProps {
  readonly template: Template
  readonly onBack: () => void
  readonly onSend: (chosen: ChosenTemplate) => void
  readonly onSchedule: (chosen: ChosenTemplate) => void
}

/** The template's variables beside what the customer will see of them. */
export function TemplateFilling({ template, onBack, onSend, onSchedule }: TemplateFillingProps) {
  const words = useTranslations('composer')
  const fields = fieldsOf(template.components)
  const beyond = isBeyond(template.components)
  const [filling, setFilling] = useState(emptyFilling)
  const filled = isFilled(fields, filling) && !beyond
  const parameters = parametersOf(template, filling)
  const { data, error } = useQuery({
    queryKey: ['templates', template.id, 'render', parameters],
    queryFn: ({ signal }) => renderTemplate(template.id, { parameters }, signal),
    enabled: filled,
    placeholderData: keepPreviousData,
    retry: false,
  })
  const ready = filled && data !== undefined && error === null
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
        <ValueFields fields={fields} filling={filling} onChange={setFilling} />
        {fields.length === 0 && !beyond && <p className="text-soft">{words('noVariables')}</p>}
        {beyond && <p className="text-warning">{words('templateBeyond')}</p>}
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
      <TemplatePreview components={template.components} {...filling} />
    </div>
  )
}
