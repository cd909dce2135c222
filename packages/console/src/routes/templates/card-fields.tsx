import { Plus, X } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Field } from '../../components/field.tsx'
import { Input, Select } from '../../components/input.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { BodyField } from './body-field.tsx'
import { ButtonFields } from './button-fields.tsx'
import { cardFormats, type Draft, type DraftCard, draftLimits, newDraftCard } from './draft.ts'
import type { DraftFieldsProps } from './draft-fields.ts'
import { type DraftProblems, problemsIn } from './draft-problems.ts'
import { ExampleFields } from './example-fields.tsx'
import { ProblemList } from './problem-list.tsx'

const types = ['QUICK_REPLY', 'URL', 'PHONE_NUMBER'] as const

/** The cards of a carousel, which have the same kinds of everything. */
export function CardFields({ draft, problems, set }: DraftFieldsProps) {
  const words = useTranslations('templates')
  const { cards, cardFormat, parameterFormat } = draft
  return (
    <>
      <Card className="flex flex-wrap items-end justify-between gap-3">
        <Field label={words('cardFormat')} hint={words('cardFormatHint')}>
          <Select
            value={cardFormat}
            onChange={(event) => set({ cardFormat: cardFormats.find((one) => one === event.target.value) ?? 'IMAGE' })}
          >
            {cardFormats.map((format) => (
              <option key={format} value={format}>
                {words(`header_${format}`)}
              </option>
            ))}
          </Select>
        </Field>
        <ProblemList problems={problems['cards']} />
      </Card>
      {cards.map((card, index) => (
        <OneCard
          key={card.id}
          card={card}
          number={index + 1}
          format={parameterFormat}
          problems={{ ...problemsIn(problems, `card ${index}`), own: problems[`card ${index}`] ?? [] }}
          onChange={(next) => set({ cards: cards.with(index, next) })}
          onRemove={cards.length > 1 ? () => set({ cards: cards.toSpliced(index, 1) }) : undefined}
        />
      ))}
      {cards.length < draftLimits.cards && (
        <Button className="justify-self-start" onClick={() => set({ cards: [...cards, newDraftCard(cards.at(-1))] })}>
          <Plus />
          {words('addCard')}
        </Button>
      )}
    </>
  )
}

interface OneCardProps {
  readonly card: DraftCard
  readonly number: number
  readonly format: Draft['parameterFormat']
  /** As those of a template; `own`: of the card as a whole. */
  readonly problems: DraftProblems
  readonly onChange: (card: DraftCard) => void
  readonly onRemove: (() => void) | undefined
}

function OneCard({ card, number, format, problems, onChange, onRemove }: OneCardProps) {
  const words = useTranslations('templates')
  const set = (more: Partial<DraftCard>) => onChange({ ...card, ...more })
  const handleProblems = [...(problems['header'] ?? []), ...(problems['header handle'] ?? [])]
  return (
    <Card>
      <fieldset className="grid min-w-0 gap-4">
        <legend className="sr-only">{words('card', { number })}</legend>
        <div className="flex items-center justify-between gap-3">
          <h2 className="font-semibold">{words('card', { number })}</h2>
          {onRemove && (
            <Button kind="ghost" size="small-icon" aria-label={words('removeCard', { number })} onClick={onRemove}>
              <X />
            </Button>
          )}
        </div>
        <ProblemList problems={problems['own']} />
        <Field
          label={words('headerHandle')}
          hint={words('headerHandleHint')}
          error={handleProblems.join(' ') || undefined}
        >
          <Input value={card.headerHandle} onChange={(event) => set({ headerHandle: event.target.value })} />
        </Field>
        <BodyField
          body={card.body}
          format={format}
          longest={draftLimits.cardBody}
          rows={2}
          problems={problems['body']}
          onChange={(body) => set({ body })}
        />
        <ExampleFields
          header=""
          body={card.body}
          examples={card.examples}
          problems={problems}
          onChange={(examples) => set({ examples })}
        />
        <ButtonFields
          buttons={card.buttons}
          most={draftLimits.cardButtons}
          types={types}
          problems={problems}
          onChange={(buttons) => set({ buttons })}
        />
      </fieldset>
    </Card>
  )
}
