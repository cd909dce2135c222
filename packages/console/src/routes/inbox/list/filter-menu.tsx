import { useQuery } from '@tanstack/react-query'
import { ListFilter, X } from 'lucide-react'
import { useFormatter } from 'use-intl'
import { accountName, accountsQuery } from '../../../api/accounts.ts'
import { labelsQuery } from '../../../api/labels.ts'
import { Button } from '../../../components/button.tsx'
import { LabelDot } from '../../../components/label-dot.tsx'
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../../../components/menu.tsx'
import { useSession } from '../../../session/session.ts'
import { useTranslations } from '../../../strings/use-translations.ts'
import { countsQuery } from '../queries.ts'
import type { Inbox } from '../use-inbox.ts'

/** Narrows the list to an account or a label, with how many open ones each has. */
export function FilterMenu({ inbox }: { readonly inbox: Inbox }) {
  const words = useTranslations('inbox')
  const format = useFormatter()
  const { can } = useSession()
  const { account, label } = inbox.filter
  const { data: counts } = useQuery(countsQuery())
  const { data: labels } = useQuery(labelsQuery)
  const { data: accounts } = useQuery({ ...accountsQuery, enabled: can('accounts:read') })
  const narrowed = (account === undefined ? 0 : 1) + (label === undefined ? 0 : 1)
  const count = (list: readonly { id: string; count: number }[] | undefined, id: string) =>
    format.number(list?.find((one) => one.id === id)?.count ?? 0)
  return (
    <Menu
      className="min-w-60"
      trigger={
        <Button
          kind={narrowed > 0 ? 'secondary' : 'ghost'}
          size={narrowed > 0 ? 'small' : 'small-icon'}
          aria-label={words('filter', { count: narrowed })}
        >
          <ListFilter aria-hidden />
          {narrowed > 0 && narrowed}
        </Button>
      }
    >
      <MenuLabel>{words('account')}</MenuLabel>
      {accounts?.items.map((one) => (
        <MenuItem
          key={one.id}
          checked={account === one.id}
          onSelect={() => inbox.change({ account: account === one.id ? undefined : one.id })}
        >
          <Line text={accountName(one)} count={count(counts?.accounts, one.id)} />
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuLabel>{words('label')}</MenuLabel>
      {labels?.items.length === 0 && <MenuLabel>{words('noLabels')}</MenuLabel>}
      {labels?.items.map((one) => (
        <MenuItem
          key={one.id}
          checked={label === one.id}
          onSelect={() => inbox.change({ label: label === one.id ? undefined : one.id })}
        >
          <span className="flex items-center gap-2">
            <LabelDot colour={one.colour} />
            <Line text={one.name} count={count(counts?.labels, one.id)} />
          </span>
        </MenuItem>
      ))}
      {narrowed > 0 && (
        <>
          <MenuSeparator />
          <MenuItem icon={X} onSelect={() => inbox.change({ account: undefined, label: undefined })}>
            {words('clearFilter')}
          </MenuItem>
        </>
      )}
    </Menu>
  )
}

function Line({ text, count }: { readonly text: string; readonly count: string }) {
  return (
    <span className="flex min-w-0 flex-1 items-center justify-between gap-4">
      <span className="truncate" dir="auto">
        {text}
      </span>
      <span className="text-faint text-xs tabular-nums">{count}</span>
    </span>
  )
}
