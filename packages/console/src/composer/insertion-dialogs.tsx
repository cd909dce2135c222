import type { OutboundContent } from '@switchboard/contract'
import { lazy, Suspense } from 'react'
import { withWords } from '../strings/with-words.ts'
import type { Later } from './later-dialog.tsx'
import type { Insertions } from './use-insertions.ts'

const CardDialog = lazy(async () => ({
  default: (await withWords(import('./card/card-dialog.tsx'), 'templates')).CardDialog,
}))
const LocationDialog = lazy(async () => ({ default: (await import('./insert/location-dialog.tsx')).LocationDialog }))
const ContactCardDialog = lazy(async () => ({
  default: (await import('./insert/contact-card-dialog.tsx')).ContactCardDialog,
}))

interface InsertionDialogsProps {
  readonly insertions: Insertions
  readonly onSend: (content: OutboundContent) => void
  readonly onSchedule: (later: Later) => void
}

/** The dialog that is open, of those that the menu beside the text offers. Loaded when it is first asked for. */
export function InsertionDialogs({ insertions, onSend, onSchedule }: InsertionDialogsProps) {
  const { open, card, setCard, kinds, close } = insertions
  const send = (content: OutboundContent) => {
    close()
    onSend(content)
  }
  return (
    <Suspense>
      {open === 'card' && card && (
        <CardDialog
          card={card}
          kinds={kinds}
          onChange={setCard}
          onClose={close}
          onSend={(content) => {
            onSend(content)
            setCard(null)
          }}
          onSchedule={(content) => onSchedule({ contents: [content], onScheduled: () => setCard(null) })}
        />
      )}
      {open === 'location' && <LocationDialog onClose={close} onSend={send} />}
      {open === 'contact' && <ContactCardDialog onClose={close} onSend={send} />}
    </Suspense>
  )
}
