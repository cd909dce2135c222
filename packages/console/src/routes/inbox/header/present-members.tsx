import type { Presence } from '@switchboard/contract'
import { Eye, Pencil } from 'lucide-react'
import { useTranslations } from '../../../strings/use-translations.ts'

export interface PresentMembersProps {
  readonly others: readonly Presence[]
  /** What stands there while nobody else is. */
  readonly fallback: string
}

/** Who of the team is in the conversation too, so that two do not answer at once. */
export function PresentMembers({ others, fallback }: PresentMembersProps) {
  const words = useTranslations('inbox.presence')
  const typing = others.filter(({ state }) => state === 'typing')
  const shown = typing.length > 0 ? typing : others
  const [first] = shown
  const Icon = typing.length > 0 ? Pencil : Eye
  const key = typing.length > 0 ? 'typing' : 'viewing'
  return (
    <p className="truncate text-faint text-xs" aria-live="polite">
      {first ? (
        <span className="inline-flex items-center gap-1 font-medium text-warning">
          <Icon aria-hidden className="size-3" />
          {words(key, { name: first.name, others: shown.length - 1 })}
        </span>
      ) : (
        <span dir="auto">{fallback}</span>
      )}
    </p>
  )
}
