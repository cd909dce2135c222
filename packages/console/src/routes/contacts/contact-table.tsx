import type { Contact } from '@switchboard/contract'
import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import { useFormatter, useNow } from 'use-intl'
import { Virtualizer } from 'virtua'
import { Avatar } from '../../components/avatar.tsx'
import { Badge } from '../../components/badge.tsx'
import { past } from '../../components/past.ts'
import { Skeleton } from '../../components/skeleton.tsx'
import { useTranslations } from '../../strings/use-translations.ts'

const columns = 'grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 sm:grid-cols-[minmax(0,1fr)_11rem_9rem]'
/** So many rows before the end the next page is asked for. */
const ahead = 30

export interface ContactTableProps {
  readonly contacts: readonly Contact[]
  readonly hasMore: boolean
  readonly onEnd: () => void
}

/** Any number of contacts: only the rows that are seen are on the page. */
export function ContactTable({ contacts, hasMore, onEnd }: ContactTableProps) {
  const words = useTranslations('contacts')
  const scroller = useRef<HTMLDivElement>(null)
  const watch = (offset: number) => {
    const height = scroller.current?.clientHeight ?? 0
    if (hasMore && offset + height > (contacts.length - ahead) * rowHeight) onEnd()
  }
  return (
    <>
      <div aria-hidden className={`${columns} border-b px-4 pb-2 font-medium text-faint text-xs sm:px-6`}>
        <span className="ps-12">{words('columnName')}</span>
        <span className="max-sm:hidden">{words('columnNumber')}</span>
        <span className="text-end">{words('columnLastSeen')}</span>
      </div>
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto bg-surface">
        <Virtualizer as="ul" item="li" itemSize={rowHeight} onScroll={watch} bufferSize={400}>
          {contacts.map((contact) => (
            <ContactRow key={contact.id} contact={contact} />
          ))}
        </Virtualizer>
        <p className="px-4 py-3 text-center text-faint text-xs sm:px-6" role="status">
          {hasMore ? words('loadedSome', { count: contacts.length }) : words('loadedAll', { count: contacts.length })}
        </p>
      </div>
    </>
  )
}

const rowHeight = 57

function ContactRow({ contact }: { readonly contact: Contact }) {
  const words = useTranslations('contacts')
  const format = useFormatter()
  const now = useNow()
  const name = contact.name ?? contact.phone ?? contact.username ?? words('unnamed')
  return (
    <Link
      to="/contacts/$contactId"
      params={{ contactId: contact.id }}
      className={`${columns} h-14 border-b px-4 hover:bg-hover sm:px-6`}
    >
      <span className="flex min-w-0 items-center gap-3">
        <Avatar name={name} />
        <span className="min-w-0">
          <span className="block truncate font-medium" dir="auto">
            {name}
          </span>
          <span className="block truncate text-faint text-xs" dir="ltr">
            {contact.username ? `@${contact.username}` : <span className="sm:hidden">{contact.phone}</span>}
          </span>
        </span>
        {contact.optOut && <Badge tone="warning">{words('optedOut')}</Badge>}
      </span>
      <span className="truncate text-soft tabular-nums max-sm:hidden" dir="ltr">
        {contact.phone}
      </span>
      <span className="whitespace-nowrap text-end text-faint text-xs">
        {contact.lastSeenAt && format.relativeTime(past(contact.lastSeenAt, now), now)}
      </span>
    </Link>
  )
}

export function ContactTableSkeleton() {
  return (
    <div aria-hidden className="grid min-h-0 flex-1 content-start gap-2 overflow-hidden px-4 pt-7 sm:px-6">
      {Array.from({ length: 12 }, (_, row) => `row ${row}`).map((row) => (
        <Skeleton key={row} className="h-12" />
      ))}
    </div>
  )
}
