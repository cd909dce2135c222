import { LayoutTemplate } from 'lucide-react'
import { useFormatter } from 'use-intl'
import { Button } from '../components/button.tsx'
import { useTranslations } from '../strings/use-translations.ts'

interface ClosedNoteProps {
  /** null: the customer has never written. */
  readonly closedAt: number | null
  readonly onTemplate: () => void
}

/** Why nothing but a template can be sent now, and the way to one. */
export function ClosedNote({ closedAt, onTemplate }: ClosedNoteProps) {
  const words = useTranslations('composer')
  const format = useFormatter()
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 pt-1 pb-3">
      <p className="min-w-48 flex-1 text-pretty text-soft">
        {closedAt === null
          ? words('neverWrote')
          : words('closedSince', { at: format.dateTime(closedAt, { dateStyle: 'medium', timeStyle: 'short' }) })}
      </p>
      <Button kind="primary" onClick={onTemplate}>
        <LayoutTemplate />
        {words('chooseTemplate')}
      </Button>
    </div>
  )
}
