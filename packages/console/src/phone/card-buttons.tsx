import type { PhoneCard } from '@switchboard/contract'
import { Copy, ExternalLink, List, Phone, Reply } from 'lucide-react'
import { useState } from 'react'
import { useToast } from '../components/toast.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import { ListSheet } from './list-sheet.tsx'
import { usePhoneActions } from './phone-actions.ts'

const icons = { reply: Reply, url: ExternalLink, phone: Phone, copy: Copy, other: ExternalLink } as const

const look =
  'flex min-h-9 w-full items-center justify-center gap-2 rounded-xl bg-bubble-in px-3 py-1.5 text-center font-medium text-info shadow-sm hover:bg-hover disabled:text-faint'

export interface CardButtonsProps {
  readonly messageId: string
  readonly card: Pick<PhoneCard, 'buttons'> & Partial<Pick<PhoneCard, 'list'>>
}

/** What can be pressed below a message. Replies go to the business; links only say where they lead. */
export function CardButtons({ messageId, card }: CardButtonsProps) {
  const words = useTranslations('phone')
  const toast = useToast()
  const { act, mayAct } = usePhoneActions()
  const [isOpen, setOpen] = useState(false)
  const press = (button: PhoneCard['buttons'][number]) => {
    if (button.kind === 'reply') return void act({ type: 'button', messageId, button: button.key })
    if (button.kind === 'copy' && button.value !== null)
      return void navigator.clipboard
        .writeText(button.value)
        .then(() => toast.show(words('codeCopied', { code: button.value ?? '' })))
        .catch(toast.problem)
    toast.show(words('leadsOut', { where: button.value ?? button.title }))
  }
  if (card.buttons.length === 0 && !card.list) return null
  return (
    <div className="grid min-w-48 gap-1">
      {card.buttons.map((button) => {
        const Icon = icons[button.kind]
        return (
          <button key={button.key} type="button" disabled={!mayAct} className={look} onClick={() => press(button)}>
            <Icon aria-hidden className="size-4 shrink-0" />
            <span dir="auto">{button.title}</span>
          </button>
        )
      })}
      {card.list && (
        <>
          <button type="button" disabled={!mayAct} className={look} onClick={() => setOpen(true)}>
            <List aria-hidden className="size-4 shrink-0" />
            <span dir="auto">{card.list.button}</span>
          </button>
          <ListSheet
            list={card.list}
            isOpen={isOpen}
            onOpenChange={setOpen}
            onChoose={(row) => act({ type: 'list', messageId, row })}
          />
        </>
      )}
    </div>
  )
}
