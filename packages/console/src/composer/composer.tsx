import type { Conversation } from '@switchboard/contract'
import { Eye } from 'lucide-react'
import { useSession } from '../session/session.ts'
import { useTranslations } from '../strings/use-translations.ts'
import { ComposerForm } from './composer-form.tsx'

export interface ComposerProps {
  readonly conversation: Conversation
}

/** Where a person answers: text, files, templates, notes; what may be sent now, and why not. */
export function Composer({ conversation }: ComposerProps) {
  const words = useTranslations('composer')
  const { can } = useSession()
  if (can('messages:send')) return <ComposerForm key={conversation.id} conversation={conversation} />
  return (
    <p className="flex items-center gap-2 border-t bg-surface px-4 py-3 text-soft">
      <Eye aria-hidden className="size-4 shrink-0" />
      {words('readOnly')}
    </p>
  )
}
