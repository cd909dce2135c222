import { Rows3 } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import type { CardDraft } from './card-draft.ts'

interface CardStripProps {
  readonly card: CardDraft
  readonly onOpen: () => void
  readonly onDiscard: () => void
}

/** Something with buttons or a list that was begun and neither sent nor thrown away. */
export function CardStrip({ card, onOpen, onDiscard }: CardStripProps) {
  const words = useTranslations('cards')
  const composer = useTranslations('composer')
  return (
    <div className="mx-3 mt-2 flex items-center gap-2 rounded-lg border bg-ground p-1.5 ps-3">
      <Rows3 aria-hidden className="size-4 shrink-0 text-soft" />
      <p dir="auto" className="min-w-0 flex-1 truncate">
        <span className="font-medium">{words(`begun_${card.kind}`)}</span>{' '}
        <span className="text-soft">{card.body}</span>
      </p>
      <Button size="small" onClick={onOpen}>
        {words('continue')}
      </Button>
      <Button kind="ghost" size="small" onClick={onDiscard}>
        {composer('discard')}
      </Button>
    </div>
  )
}
