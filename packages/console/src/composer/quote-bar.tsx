import type { Conversation, Message } from '@switchboard/contract'
import { X } from 'lucide-react'
import { Button } from '../components/button.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import { setReplyTarget } from './reply-target.ts'

/** The message that is answered. */
export function QuoteBar({ conversation, target }: { readonly conversation: Conversation; readonly target: Message }) {
  const words = useTranslations('composer')
  const whose =
    target.direction === 'outbound'
      ? words('yourself')
      : (target.contact?.name ?? target.contact?.phone ?? words('customer'))
  return (
    <div className="mx-3 mt-2 flex items-start gap-2 rounded-lg border-accent border-s-4 bg-ground py-1.5 ps-3 pe-1.5">
      <div className="min-w-0 flex-1">
        <p dir="auto" className="truncate font-medium text-accent-ink text-xs">
          {words('answering', { name: whose })}
        </p>
        <p dir="auto" className="truncate text-soft">
          {target.text ?? words('someMessage')}
        </p>
      </div>
      <Button
        kind="ghost"
        size="small-icon"
        aria-label={words('removeQuote')}
        onClick={() => setReplyTarget(conversation.id, null)}
      >
        <X />
      </Button>
    </div>
  )
}
