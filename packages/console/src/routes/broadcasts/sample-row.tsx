import type { Template } from '@switchboard/contract'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { fieldsOf } from '../../templates/template-fields.ts'
import { TemplatePreview } from '../../templates/template-preview.tsx'
import { type Fillings, type ListSeen, valuesOfRow } from './filling.ts'

export interface SampleRowProps {
  readonly template: Template
  readonly fillings: Fillings
  readonly list: ListSeen | undefined
}

/** What somebody of the list will see, row by row. */
export function SampleRow({ template, fillings, list }: SampleRowProps) {
  const words = useTranslations('broadcasts')
  const [wanted, setRow] = useState(0)
  const count = list?.read.samples.length ?? 0
  const row = Math.min(wanted, Math.max(count - 1, 0))
  return (
    <div className="grid grid-cols-1 gap-2">
      <TemplatePreview
        components={template.components}
        values={valuesOfRow(fieldsOf(template.components), fillings, list, row)}
      />
      {count > 0 && (
        <div className="flex items-center justify-center gap-2 text-faint text-xs">
          <Button
            kind="ghost"
            size="small-icon"
            aria-label={words('sampleBefore')}
            disabled={row === 0}
            onClick={() => setRow(row - 1)}
          >
            <ChevronLeft className="rtl:rotate-180" />
          </Button>
          <span className="tabular-nums">{words('sampleOf', { number: row + 1 })}</span>
          <Button
            kind="ghost"
            size="small-icon"
            aria-label={words('sampleNext')}
            disabled={row >= count - 1}
            onClick={() => setRow(row + 1)}
          >
            <ChevronRight className="rtl:rotate-180" />
          </Button>
        </div>
      )}
    </div>
  )
}
