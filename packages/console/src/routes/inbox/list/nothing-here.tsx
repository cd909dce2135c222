import { CheckCheck } from 'lucide-react'
import { Button } from '../../../components/button.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { FirstSteps, useIsNew } from '../first-steps.tsx'
import type { Inbox } from '../use-inbox.ts'

/** Why the list is empty, and what would be in it. */
export function NothingHere({ inbox }: { readonly inbox: Inbox }) {
  const words = useTranslations('inbox')
  const isNew = useIsNew()
  const { account, label, q, view } = inbox.filter
  const isNarrowed = account !== undefined || label !== undefined || q !== undefined
  if (isNew && !isNarrowed)
    return (
      <>
        <p className="hidden p-6 text-center text-faint md:block">{words('nobodyYet')}</p>
        <div className="md:hidden">
          <FirstSteps inbox={inbox} />
        </div>
      </>
    )
  return (
    <EmptyState
      icon={CheckCheck}
      title={isNarrowed ? words('nothingFound') : words(`empty.${view}`)}
      action={
        isNarrowed && (
          <Button size="small" onClick={() => inbox.change({ account: undefined, label: undefined, q: undefined })}>
            {words('clearFilter')}
          </Button>
        )
      }
    >
      {!isNarrowed && words(`emptyText.${view}`)}
    </EmptyState>
  )
}
