import { Plus, X } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { type DraftRow, type DraftSection, newRow, newSection } from './card-draft.ts'
import type { CardFieldsProps } from './card-fields-props.ts'
import { cardLimits } from './card-limits.ts'
import { CountedField } from './counted-field.tsx'
import type { SayProblem } from './use-card-problems.ts'

/** What opens the list, and up to ten rows of which the customer chooses one. */
export function ListFields({ card: { opens, sections }, say, onChange }: CardFieldsProps) {
  const words = useTranslations('cards')
  const rows = sections.reduce((sum, section) => sum + section.rows.length, 0)
  const hasRoom = rows < cardLimits.rows
  return (
    <>
      <CountedField
        label={words('opens')}
        value={opens}
        most={cardLimits.listButton}
        error={say('opens')}
        onChange={(value) => onChange({ opens: value })}
      />
      {sections.map((section, index) => (
        <SectionFields
          key={section.key}
          section={section}
          number={index + 1}
          isOnly={sections.length === 1}
          hasRoom={hasRoom}
          say={say}
          onChange={(next) => onChange({ sections: next ? sections.with(index, next) : sections.toSpliced(index, 1) })}
        />
      ))}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {hasRoom && (
          <Button size="small" onClick={() => onChange({ sections: [...sections, newSection()] })}>
            <Plus />
            {words('addSection')}
          </Button>
        )}
        <span className="text-faint text-xs">{words('rowsOf', { count: rows, most: cardLimits.rows })}</span>
      </div>
    </>
  )
}

interface SectionFieldsProps {
  readonly section: DraftSection
  readonly number: number
  readonly isOnly: boolean
  /** For one more row. */
  readonly hasRoom: boolean
  readonly say: SayProblem
  /** null: it is removed. */
  readonly onChange: (section: DraftSection | null) => void
}

function SectionFields({ section, number, isOnly, hasRoom, say, onChange }: SectionFieldsProps) {
  const words = useTranslations('cards')
  const common = useTranslations('common')
  const { key, title, rows } = section
  const change = (index: number, row: DraftRow) => onChange({ ...section, rows: rows.with(index, row) })
  return (
    <fieldset className="grid min-w-0 gap-2 rounded-lg border p-3">
      <legend className="sr-only">{words('section', { number })}</legend>
      <div className="flex items-start gap-1">
        <CountedField
          className="flex-1"
          label={words('sectionTitle')}
          {...(isOnly ? { optional: common('optional') } : {})}
          value={title}
          most={cardLimits.sectionTitle}
          error={say('sectionTitle', key)}
          onChange={(value) => onChange({ ...section, title: value })}
        />
        {!isOnly && (
          <Button
            kind="ghost"
            size="icon"
            className="mt-5"
            aria-label={words('removeSection', { number })}
            onClick={() => onChange(null)}
          >
            <X />
          </Button>
        )}
      </div>
      {rows.map((row, index) => (
        <RowFields
          key={row.key}
          row={row}
          number={index + 1}
          say={say}
          onChange={(next) => change(index, next)}
          onRemove={rows.length > 1 ? () => onChange({ ...section, rows: rows.toSpliced(index, 1) }) : undefined}
        />
      ))}
      {hasRoom && (
        <Button
          kind="ghost"
          size="small"
          className="justify-self-start"
          onClick={() => onChange({ ...section, rows: [...rows, newRow()] })}
        >
          <Plus />
          {words('addRow')}
        </Button>
      )}
    </fieldset>
  )
}

interface RowFieldsProps {
  readonly row: DraftRow
  readonly number: number
  readonly say: SayProblem
  readonly onChange: (row: DraftRow) => void
  readonly onRemove: (() => void) | undefined
}

function RowFields({ row, number, say, onChange, onRemove }: RowFieldsProps) {
  const words = useTranslations('cards')
  const common = useTranslations('common')
  return (
    <div className="flex items-start gap-1 border-t pt-2">
      <div className="grid min-w-0 flex-1 items-start gap-2 sm:grid-cols-[2fr_3fr]">
        <CountedField
          label={words('row', { number })}
          value={row.title}
          most={cardLimits.rowTitle}
          error={say('rowTitle', row.key)}
          onChange={(title) => onChange({ ...row, title })}
        />
        <CountedField
          label={words('rowDescription')}
          optional={common('optional')}
          value={row.description}
          most={cardLimits.rowDescription}
          error={say('rowDescription', row.key)}
          onChange={(description) => onChange({ ...row, description })}
        />
      </div>
      {onRemove && (
        <Button
          kind="ghost"
          size="icon"
          className="mt-5"
          aria-label={words('removeRow', { number })}
          onClick={onRemove}
        >
          <X />
        </Button>
      )}
    </div>
  )
}
