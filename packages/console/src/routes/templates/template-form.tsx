import type { ReactNode } from 'react'
import { Card } from '../../components/card.tsx'
import { Field } from '../../components/field.tsx'
import { Input, Select } from '../../components/input.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { examplesOf } from '../../templates/template-parts.ts'
import { TemplatePreview } from '../../templates/template-preview.tsx'
import { BodyField } from './body-field.tsx'
import { ButtonFields } from './button-fields.tsx'
import { CardFields } from './card-fields.tsx'
import { CodeFields } from './code-fields.tsx'
import { type Draft, draftLimits, newDraftCard, shopKinds } from './draft.ts'
import { componentsOf } from './draft-components.ts'
import type { DraftFieldsProps } from './draft-fields.ts'
import type { DraftProblems } from './draft-problems.ts'
import { ExampleFields } from './example-fields.tsx'
import { HeaderFields } from './header-fields.tsx'
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
  const set = (more: Partial<Draft>) => onChange({ ...draft, ...more })
  const fields = { draft, problems, set }
  return (
    <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="grid grid-cols-1 gap-5">
        {identity && <Card className="grid items-start gap-4 sm:grid-cols-2">{identity}</Card>}
        {draft.category === 'AUTHENTICATION' ? <CodeFields {...fields} /> : <MessageFields {...fields} />}
        <ProblemList problems={problems['other']} />
        {footer}
      </div>
      <div className="lg:sticky lg:top-4">
        <TemplatePreview
          components={componentsOf(draft)}
          values={{ ...examplesOf(componentsOf(draft)), ...valuesOf(draft) }}
        />
      </div>
    </div>
  )
}

function valuesOf({ category, examples }: Draft): Readonly<Record<string, string>> {
  return category === 'AUTHENTICATION' ? { 'body 1': '123456' } : examples
}

/** What a sender writes: one message, or a text with cards below it. */
function MessageFields(props: DraftFieldsProps) {
  const { draft, problems, set } = props
  const isCarousel = draft.cards.length > 0
  return (
    <>
      <Card className="grid gap-4">
        <Layout {...props} />
        {!isCarousel && draft.shop === 'NONE' && <HeaderFields {...props} />}
        {draft.shop === 'MPM' && <HeaderFields {...props} formats={['NONE', 'TEXT']} />}
        <BodyField
          body={draft.body}
          format={draft.parameterFormat}
          longest={draftLimits.body}
          problems={problems['body']}
          onChange={(body) => set({ body })}
        />
        {!isCarousel && <Footer {...props} />}
        <ExampleFields
          header={hasTextHeader(draft) ? draft.headerText : ''}
          body={draft.body}
          examples={draft.examples}
          problems={problems}
          onChange={(examples) => set({ examples })}
        />
      </Card>
      {isCarousel ? (
        <CardFields {...props} />
      ) : draft.shop !== 'NONE' ? (
        <ProblemList problems={shopProblems(problems)} />
      ) : (
        <Card>
          <ButtonFields
            buttons={draft.buttons}
            most={draftLimits.buttons}
            problems={problems}
            onChange={(buttons) => set({ buttons })}
          />
        </Card>
      )}
    </>
  )
}

function hasTextHeader({ header, cards, shop }: Draft): boolean {
  return header === 'TEXT' && cards.length === 0 && (shop === 'NONE' || shop === 'MPM')
}

/** Of the one button that nobody writes. */
function shopProblems(problems: DraftProblems): readonly string[] | undefined {
  const said = Object.entries(problems).flatMap(([field, each]) => (field.startsWith('button') ? each : []))
  return said.length > 0 ? said : undefined
}

function Layout({ draft: { cards, shop }, set }: DraftFieldsProps) {
  const words = useTranslations('templates')
  const choose = (layout: string) => {
    const kind = shopKinds.find((one) => one === layout)
    // WhatsApp takes those of the category marketing only.
    if (kind !== undefined) return set({ cards: [], shop: kind, ...(kind === 'NONE' ? {} : { category: 'MARKETING' }) })
    const first = newDraftCard()
    set({ shop: 'NONE', cards: [first, newDraftCard(first)] })
  }
  return (
    <Field
      label={words('layout')}
      hint={cards.length > 0 ? words('layoutHint') : shop !== 'NONE' && words(`layoutHint_${shop}`)}
    >
      <Select
        className="sm:max-w-96"
        value={cards.length > 0 ? 'carousel' : shop}
        onChange={(event) => choose(event.target.value)}
      >
        <option value="NONE">{words('layout_single')}</option>
        <option value="carousel">{words('layout_carousel')}</option>
        {(['CATALOG', 'MPM', 'SPM'] as const).map((kind) => (
          <option key={kind} value={kind}>
            {words(`layout_${kind}`)}
          </option>
        ))}
      </Select>
    </Field>
  )
}

function Footer({ draft, problems, set }: DraftFieldsProps) {
  const words = useTranslations('templates')
  return (
    <>
      <Field label={words('footer')}>
        <Input
          dir="auto"
          value={draft.footer}
          aria-invalid={problems['footer'] ? true : undefined}
          onChange={(event) => set({ footer: event.target.value })}
        />
      </Field>
      <ProblemList problems={problems['footer']} />
    </>
  )
}
