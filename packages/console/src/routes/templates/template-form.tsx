import type { ReactNode } from 'react'
import { Card } from '../../components/card.tsx'
import { Field } from '../../components/field.tsx'
import { Input, Select } from '../../components/input.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { variablesIn } from '../../templates/template-parts.ts'
import { TemplatePreview } from '../../templates/template-preview.tsx'
import { BodyField } from './body-field.tsx'
import { ButtonFields } from './button-fields.tsx'
import { componentsOf, type Draft, headerFormats } from './draft.ts'
import type { DraftFieldsProps } from './draft-fields.ts'
import type { DraftProblems } from './draft-problems.ts'
import { ProblemList } from './problem-list.tsx'

export interface TemplateFormProps {
  readonly draft: Draft
  readonly onChange: (draft: Draft) => void
  readonly problems: DraftProblems
  /** Name, language and whose it is: of a new one. */
  readonly identity?: ReactNode
  readonly footer: ReactNode
}

/** A template as it is written, beside how the customer will see it. */
export function TemplateForm({ draft, onChange, problems, identity, footer }: TemplateFormProps) {
  const words = useTranslations('templates')
  const set = (more: Partial<Draft>) => onChange({ ...draft, ...more })
  const fields = { draft, problems, set }
  return (
    <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="grid grid-cols-1 gap-5">
        {identity && <Card className="grid items-start gap-4 sm:grid-cols-2">{identity}</Card>}
        <Card className="grid gap-4">
          <HeaderFields {...fields} />
          <BodyField {...fields} />
          <Field label={words('footer')}>
            <Input
              dir="auto"
              value={draft.footer}
              aria-invalid={problems['footer'] ? true : undefined}
              onChange={(event) => set({ footer: event.target.value })}
            />
          </Field>
          <ProblemList problems={problems['footer']} />
        </Card>
        <ExampleFields {...fields} />
        <ButtonFields {...fields} />
        <ProblemList problems={problems['other']} />
        {footer}
      </div>
      <div className="lg:sticky lg:top-4">
        <TemplatePreview components={componentsOf(draft)} values={draft.examples} />
      </div>
    </div>
  )
}

function HeaderFields({ draft, problems, set }: DraftFieldsProps) {
  const words = useTranslations('templates')
  const { header } = draft
  const isFile = header === 'IMAGE' || header === 'VIDEO' || header === 'DOCUMENT'
  return (
    <div className="grid gap-3">
      <Field label={words('header')}>
        <Select
          className="sm:max-w-56"
          value={header}
          onChange={(event) => set({ header: headerFormats.find((one) => one === event.target.value) ?? 'NONE' })}
        >
          {headerFormats.map((format) => (
            <option key={format} value={format}>
              {words(`header_${format}`)}
            </option>
          ))}
        </Select>
      </Field>
      {header === 'TEXT' && (
        <Field label={words('headerText')}>
          <Input
            dir="auto"
            value={draft.headerText}
            aria-invalid={problems['header'] ? true : undefined}
            onChange={(event) => set({ headerText: event.target.value })}
          />
        </Field>
      )}
      {isFile && (
        <Field label={words('headerHandle')} hint={words('headerHandleHint')}>
          <Input value={draft.headerHandle} onChange={(event) => set({ headerHandle: event.target.value })} />
        </Field>
      )}
      <ProblemList problems={problems['header']} />
      <ProblemList problems={problems['header handle']} />
    </div>
  )
}

/** An example of each variable, for whoever reviews it. */
function ExampleFields({ draft, problems, set }: DraftFieldsProps) {
  const words = useTranslations('templates')
  const keys = [
    ...(draft.header === 'TEXT' ? variablesIn(draft.headerText).map((name) => ['header', name] as const) : []),
    ...variablesIn(draft.body).map((name) => ['body', name] as const),
  ]
  if (keys.length === 0) return null
  return (
    <Card>
      <h2 className="font-semibold">{words('examples')}</h2>
      <p className="mb-4 text-faint text-xs">{words('examplesHint')}</p>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        {keys.map(([place, name]) => {
          const key = `${place} ${name}`
          const variable = `{{${name}}}`
          return (
            <Field
              key={key}
              label={place === 'body' ? words('exampleOf', { variable }) : words('exampleOfHeader', { variable })}
              error={problems[key]?.join(' ')}
            >
              <Input
                dir="auto"
                value={draft.examples[key] ?? ''}
                onChange={(event) => set({ examples: { ...draft.examples, [key]: event.target.value } })}
              />
            </Field>
          )
        })}
      </div>
    </Card>
  )
}
