import type { MagicRecipient, PhoneOwner } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { Plane, Sparkles, UserPlus } from 'lucide-react'
import { useState } from 'react'
import { useFormatter, useNow } from 'use-intl'
import { Avatar } from '../components/avatar.tsx'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { past } from '../components/past.ts'
import { Skeleton } from '../components/skeleton.tsx'
import { Tabs } from '../components/tabs.tsx'
import { useSession } from '../session/session.ts'
import { useTranslations } from '../strings/use-translations.ts'
import { magicRecipientsQuery } from './queries.ts'

export interface CustomerChooserProps {
  readonly owners: readonly PhoneOwner[]
  readonly onChoose: (id: string) => void
  readonly onNew: () => void
}

/** Whose phone to take up: those who are there, and the ready ones to whom something happens. */
export function CustomerChooser({ owners, onChoose, onNew }: CustomerChooserProps) {
  const words = useTranslations('phone')
  const { can } = useSession()
  const [tab, setTab] = useState('customers')
  const content =
    owners.length === 0 ? (
      <EmptyState icon={UserPlus} title={words('nobodyTitle')}>
        {words('nobody')}
      </EmptyState>
    ) : (
      <ul className="grid grid-cols-1">
        {owners.map((owner) => (
          <OwnerRow key={owner.id} owner={owner} onChoose={onChoose} />
        ))}
      </ul>
    )
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="flex items-center justify-between gap-2 px-4 pt-2 pb-3">
        <h2 className="font-semibold text-lg">{words('customers')}</h2>
        {can('messages:send') && (
          <Button kind="primary" size="small" onClick={onNew}>
            <UserPlus />
            {words('newCustomer')}
          </Button>
        )}
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-3">
        <Tabs
          label={words('customers')}
          value={tab}
          onChange={setTab}
          tabs={[
            { id: 'customers', label: words('tabCustomers'), content },
            { id: 'magic', label: words('tabMagic'), content: <MagicRecipients onChoose={onChoose} /> },
          ]}
        />
      </div>
    </div>
  )
}

const row = 'flex w-full items-center gap-3 rounded-xl px-2 py-2.5 text-start hover:bg-hover'

function OwnerRow({ owner, onChoose }: { readonly owner: PhoneOwner; readonly onChoose: (id: string) => void }) {
  const words = useTranslations('phone')
  const format = useFormatter()
  const now = useNow({ updateInterval: 60_000 })
  return (
    <li>
      <button type="button" className={row} onClick={() => onChoose(owner.id)}>
        <Avatar name={owner.name} />
        <span className="min-w-0 flex-1">
          {/* As wide as it is, so that a right-to-left name begins where the number does. */}
          <span className="block w-fit max-w-full truncate font-medium" dir="auto">
            {owner.name}
          </span>
          <span className="block truncate text-faint text-xs">{owner.magic ?? owner.phone ?? owner.userId}</span>
        </span>
        {!owner.receives && <Plane className="size-4 text-faint" aria-label={words('offline')} />}
        {owner.lastMessageAt && (
          <time className="shrink-0 text-faint text-xs" dateTime={owner.lastMessageAt}>
            {format.relativeTime(past(owner.lastMessageAt, now), now)}
          </time>
        )}
      </button>
    </li>
  )
}

function MagicRecipients({ onChoose }: { readonly onChoose: (id: string) => void }) {
  const words = useTranslations('phone')
  const { data, error } = useQuery(magicRecipientsQuery)
  if (!data) return error ? null : <Skeleton className="h-40" />
  return (
    <>
      <p className="px-2 pb-2 text-pretty text-soft">{words('magicIntro')}</p>
      <ul className="grid">
        {data.map((one: MagicRecipient) => (
          <li key={one.id}>
            <button type="button" className={row} onClick={() => onChoose(one.id)}>
              <span className="grid size-9 shrink-0 place-items-center rounded-full bg-warning-soft text-warning">
                <Sparkles aria-hidden className="size-4" />
              </span>
              <span className="min-w-0 flex-1">
                <span className="block font-medium tabular-nums">{one.phone}</span>
                <span className="block text-pretty text-faint text-xs">{one.what}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
