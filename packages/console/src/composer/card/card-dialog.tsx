import type { OutboundContent } from '@switchboard/contract'
import { CalendarClock, SendHorizontal } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { type CardDraft, contentOfCard } from './card-draft.ts'
import { CardFields } from './card-fields.tsx'
import { CardPreview } from './card-preview.tsx'
import { KindChoice } from './kind-choice.tsx'
import { useCardProblems } from './use-card-problems.ts'

export interface CardDialogProps {
  readonly card: CardDraft
  /** Those of the two that the number can send. */
  readonly kinds: readonly CardDraft['kind'][]
  readonly onChange: (card: CardDraft | null) => void
  readonly onClose: () => void
  readonly onSend: (content: OutboundContent) => void
  readonly onSchedule: (content: OutboundContent) => void
}

/** A message with buttons or a list: what stands in it, beside how the customer will see it. Kept while it is written. */
export function CardDialog({ card, kinds, onChange, onClose, onSend, onSchedule }: CardDialogProps) {
  const words = useTranslations('cards')
  const composer = useTranslations('composer')
  const { say, first } = useCardProblems(card)
  // A picture is up later than what was typed meanwhile.
  const newest = useRef(card)
  useLayoutEffect(() => {
    newest.current = card
  })
  const change = (part: Partial<CardDraft>) => onChange({ ...newest.current, ...part })
  const give = (act: (content: OutboundContent) => void) => () => {
    onClose()
    act(contentOfCard(card))
  }
  const footer = (
    <>
      <p role="status" className="me-auto self-center text-soft text-xs">
        {first}
      </p>
      <Button
        kind="ghost"
        onClick={() => {
          onClose()
          onChange(null)
        }}
      >
        {composer('discard')}
      </Button>
      <Button disabled={first !== undefined} onClick={give(onSchedule)}>
        <CalendarClock />
        {composer('scheduleEllipsis')}
      </Button>
      <Button kind="primary" disabled={first !== undefined} onClick={give(onSend)}>
        <SendHorizontal className="rtl:-scale-x-100" />
        {words('send')}
      </Button>
    </>
  )
  return (
    <Dialog open onOpenChange={onClose} title={words('title')} description={words('why')} size="large" footer={footer}>
      <div className="grid gap-5 sm:grid-cols-[minmax(0,1fr)_18rem]">
        <div className="grid content-start gap-4">
          {kinds.length > 1 && <KindChoice kinds={kinds} chosen={card.kind} onChoose={(kind) => change({ kind })} />}
          <CardFields card={card} say={say} onChange={change} />
        </div>
        <div className="self-start sm:sticky sm:top-0">
          <CardPreview card={card} />
        </div>
      </div>
    </Dialog>
  )
}
