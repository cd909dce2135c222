import { MessageSquareText } from 'lucide-react'
import { EmptyState } from '../../components/empty-state.tsx'
import { CommandKeys } from '../../keys/command-keys.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { FirstSteps, useIsNew } from './first-steps.tsx'
import type { Inbox } from './use-inbox.ts'

/** Beside the list when no conversation is open: how to go on, or how the first one comes to be. */
export function NothingChosen({ inbox }: { readonly inbox: Inbox }) {
  const words = useTranslations('inbox')
  const isNew = useIsNew()
  return (
    <section
      aria-label={words('conversation')}
      className="hidden min-w-0 flex-1 place-content-center bg-thread md:grid"
    >
      {isNew === true && <FirstSteps inbox={inbox} />}
      {isNew === false && (
        <EmptyState icon={MessageSquareText} title={words('chooseTitle')}>
          <p>{words('chooseText')}</p>
          <p className="mt-3 flex flex-wrap items-center justify-center gap-2 text-xs">
            <CommandKeys id="inbox.next" keys="Alt+KeyJ" /> <CommandKeys id="inbox.previous" keys="Alt+KeyK" />{' '}
            {words('chooseKeys')}
          </p>
        </EmptyState>
      )}
    </section>
  )
}
