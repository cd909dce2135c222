import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Inbox as InboxIcon, MessageSquareShare, Smartphone } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { simulatorQuery } from '../../phone/queries.ts'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { countsQuery } from './queries.ts'
import type { Inbox } from './use-inbox.ts'

/** Nobody has ever written. undefined: not known yet. */
export function useIsNew(): boolean | undefined {
  const { data: counts } = useQuery(countsQuery())
  return counts && counts.open + counts.snoozed + counts.resolved === 0
}

/** How the first conversation comes to be. */
export function FirstSteps({ inbox }: { readonly inbox: Inbox }) {
  const words = useTranslations('inbox')
  const { can } = useSession()
  const { data: simulator } = useQuery({ ...simulatorQuery, enabled: can('messages:read') })
  const hasPhone = simulator?.present === true && can('messages:send')
  return (
    <EmptyState
      icon={InboxIcon}
      title={words('firstTitle')}
      action={
        <>
          {hasPhone && inbox.search.phone === undefined && (
            <Button kind="primary" onClick={() => inbox.change({ phone: true })}>
              <Smartphone aria-hidden />
              {words('openPhone')}
            </Button>
          )}
          {can('accounts:manage') && (
            <Button asChild>
              <Link to="/accounts">
                <MessageSquareShare aria-hidden />
                {words('connectNumber')}
              </Link>
            </Button>
          )}
        </>
      }
    >
      {hasPhone ? words('firstWithPhone') : words('firstWithoutPhone')}
    </EmptyState>
  )
}
