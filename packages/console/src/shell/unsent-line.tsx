import { Link } from '@tanstack/react-router'
import { MailWarning } from 'lucide-react'
import { useOldOutgoing } from '../outgoing/outgoing-provider.tsx'
import { useTranslations } from '../strings/use-translations.ts'

/** Says on every page that something which was written long ago still waits for a word, and leads there. */
export function UnsentLine() {
  const words = useTranslations('shell')
  const old = useOldOutgoing()
  const [first] = old
  return (
    <div role="status" aria-live="polite">
      {first && (
        <p className="flex flex-wrap items-center justify-center gap-x-3 gap-y-1 bg-warning-soft px-4 py-1.5 text-warning">
          <MailWarning aria-hidden className="size-4" />
          {words('unsentLine', { count: old.length })}
          <Link
            to="/inbox/$conversationId"
            params={{ conversationId: first.conversationId }}
            className="font-medium underline underline-offset-4"
          >
            {words('unsentShow')}
          </Link>
        </p>
      )}
    </div>
  )
}
