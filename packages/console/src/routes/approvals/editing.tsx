import type { Approval, OutboundContent, Template } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { Field } from '../../components/field.tsx'
import { TextArea } from '../../components/input.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { type Filling, fieldsOf, fillingIn, isBeyond, isFilled, parametersOf } from '../../templates/template-fields.ts'
import { TemplatePreview } from '../../templates/template-preview.tsx'
import { ValueFields } from '../../templates/value-fields.tsx'
import { editableTemplate, editableText, type TemplateMessage, withText } from './editable.ts'
import { templateOfQuery } from './queries.ts'

/** What of a message can be changed by whoever lets it go. */
export type Editable =
  | { readonly kind: 'text'; readonly approval: Approval; readonly text: string }
  | { readonly kind: 'template'; readonly content: TemplateMessage; readonly template: Template }

/** Undefined: nothing; or, of a template, not before it is known what it has. */
export function useEditable(approval: Approval): Editable | undefined {
  const content = editableTemplate(approval)
  const { data: template } = useQuery({
    ...templateOfQuery(approval.accountId, content?.name ?? '', content?.language ?? ''),
    enabled: content !== undefined,
  })
  const text = editableText(approval)
  // What goes to many is decided about as it is.
  if (approval.bulk) return undefined
  if (text !== undefined) return { kind: 'text', approval, text }
  if (!content || !template || isBeyond(template.components) || fieldsOf(template.components).length === 0)
    return undefined
  return { kind: 'template', content, template }
}

interface EditingProps<Of> {
  readonly editable: Of
  /** Undefined: it is as it was, or something is missing. */
  readonly onChange: (content: OutboundContent | undefined) => void
}

interface Kept {
  /** A text as it was left when the page was loaded again; '': none was begun. */
  readonly kept: string
  readonly keep: (text: string) => void
}

/** A message with other words. */
export function Editing({ editable, onChange, ...kept }: EditingProps<Editable> & Kept) {
  return editable.kind === 'text' ? (
    <EditedText editable={editable} onChange={onChange} {...kept} />
  ) : (
    <EditedTemplate editable={editable} onChange={onChange} />
  )
}

function EditedText({ editable, onChange, kept, keep }: EditingProps<Extract<Editable, { kind: 'text' }>> & Kept) {
  const words = useTranslations('approvals')
  const [text, setText] = useState(kept || editable.text)
  const field = useRef<HTMLTextAreaElement>(null)
  // Whoever begins to type goes on where the text ends.
  useEffect(() => {
    const end = field.current?.value.length ?? 0
    field.current?.setSelectionRange(end, end)
  }, [])
  const change = (next: string) => {
    setText(next)
    keep(next === editable.text ? '' : next)
    onChange(next === editable.text ? undefined : withText(editable.approval, next))
  }
  return (
    <Field label={words('textInstead')}>
      <TextArea
        ref={field}
        dir="auto"
        value={text}
        onChange={(event) => change(event.target.value)}
        autoFocus
        rows={4}
      />
    </Field>
  )
}

/** Its values one by one, beside what the customer will read. */
function EditedTemplate({ editable, onChange }: EditingProps<Extract<Editable, { kind: 'template' }>>) {
  const words = useTranslations('approvals')
  const { template, content } = editable
  const fields = fieldsOf(template.components)
  const [filling, setFilling] = useState(() => fillingIn(template, content.parameters ?? {}))
  // Files come later than what was typed meanwhile.
  const newest = useRef(filling)
  const change = (to: (filling: Filling) => Filling) => {
    const next = to(newest.current)
    newest.current = next
    setFilling(next)
    const parameters = parametersOf(template, next)
    const before = parametersOf(template, fillingIn(template, content.parameters ?? {}))
    const isSame = JSON.stringify(parameters) === JSON.stringify(before)
    onChange(isSame || !isFilled(fields, next) ? undefined : { ...content, parameters })
  }
  return (
    <fieldset className="-m-1 grid max-h-[50dvh] min-w-0 gap-4 overflow-y-auto p-1 md:grid-cols-2">
      <legend className="sr-only">{words('valuesInstead')}</legend>
      <div className="grid content-start gap-3">
        <ValueFields fields={fields} filling={filling} onChange={change} />
      </div>
      <TemplatePreview components={template.components} {...filling} />
    </fieldset>
  )
}
