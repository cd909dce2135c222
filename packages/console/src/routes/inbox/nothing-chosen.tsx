import { useQuery } from '@tanstack/react-query'
import { Inbox as InboxIcon, MessageSquareText, Smartphone } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { KeysShown } from '../../components/keys-shown.tsx'
import { useSession } from '../../session/session.ts'
import { countsQuery, simulatorQuery } from './queries.ts'
import type { Inbox } from './use-inbox.ts'

/** Beside the list when no conversation is open: how to go on, or how the first one comes to be. */
export function NothingChosen({ inbox }: { readonly inbox: Inbox }) {
  const words = useTranslations('inbox')
  const { can } = useSession()
  const { data: counts } = useQuery(countsQuery())
  const { data: simulator } = useQuery(simulatorQuery)
  const isNew = counts && counts.open + counts.snoozed + counts.resolved === 0
  const hasPhone = simulator?.present === true && can('messages:send')
  return (
    <section
      aria-label={words('conversation')}
      className="hidden min-w-0 flex-1 place-content-center bg-thread md:grid"
    >
      {isNew ? (
        <EmptyState
          icon={InboxIcon}
          title={words('firstTitle')}
          action={
            hasPhone && (
              <Button kind="primary" onClick={() => inbox.change({ phone: true })}>
                <Smartphone aria-hidden />
                {words('openPhone')}
              </Button>
            )
          }
        >
          {hasPhone ? words('firstWithPhone') : words('firstWithoutPhone')}
        </EmptyState>
      ) : (
        <EmptyState icon={MessageSquareText} title={words('chooseTitle')}>
          <p>{words('chooseText')}</p>
          <p className="mt-3 flex flex-wrap items-center justify-center gap-2 text-xs">
            <KeysShown keys="Alt+KeyJ" /> <KeysShown keys="Alt+KeyK" /> {words('chooseKeys')}
          </p>
        </EmptyState>
      )}
    </section>
  )
}
