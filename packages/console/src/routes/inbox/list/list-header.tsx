import { useQuery } from '@tanstack/react-query'
import { Bell, BellOff } from 'lucide-react'
import { Button } from '../../../components/button.tsx'
import { SearchField } from '../../../components/search-field.tsx'
import { Tooltip } from '../../../components/tooltip.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { useNotificationChoice } from '../../../unread/notifications.ts'
import { countsQuery } from '../queries.ts'
import type { Inbox } from '../use-inbox.ts'
import { FilterMenu } from './filter-menu.tsx'
import { ViewChips } from './view-chips.tsx'

/** What the list shows: a choice with its counts, accounts and labels, a search by name. */
export function ListHeader({ inbox }: { readonly inbox: Inbox }) {
  const words = useTranslations('inbox')
  const { account, label } = inbox.filter
  const { data: counts } = useQuery(countsQuery({ account, label }))
  return (
    <header className="grid gap-2.5 border-b p-3">
      <div className="flex items-center gap-1">
        <p aria-hidden className="flex-1 font-semibold text-base">
          {words('title')}
        </p>
        <NotificationButton />
        <FilterMenu inbox={inbox} />
      </div>
      <SearchField
        label={words('find')}
        value={inbox.filter.q ?? ''}
        onChange={(q) => inbox.change({ q: q === '' ? undefined : q })}
      />
      <ViewChips view={inbox.filter.view} counts={counts} onChange={(view) => inbox.change({ view })} />
    </header>
  )
}

function NotificationButton() {
  const words = useTranslations('inbox')
  const { isOn, isImpossible, toggle } = useNotificationChoice()
  if (isImpossible) return null
  const title = isOn ? words('notificationsOn') : words('notificationsOff')
  return (
    <Tooltip text={title}>
      <Button kind="ghost" size="small-icon" aria-label={title} aria-pressed={isOn} onClick={() => void toggle()}>
        {isOn ? <Bell /> : <BellOff />}
      </Button>
    </Tooltip>
  )
}
