import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { accountsQuery } from '../../api/accounts.ts'
import { AccountOptions } from '../../components/account-options.tsx'
import { Button } from '../../components/button.tsx'
import { Input, Select } from '../../components/input.tsx'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { isNamed, messageTypes } from '../../thread/message-types.ts'
import { personQuery } from './queries.ts'
import { hasFilters, type SearchFilters } from './search-filters.ts'

interface FilterBarProps {
  readonly filters: SearchFilters
  readonly onChange: (filters: SearchFilters) => void
}

/** What narrows a search beside words. */
export function FilterBar({ filters, onChange }: FilterBarProps) {
  const words = useTranslations('search')
  const type = useTranslations('thread')
  const { can } = useSession()
  const { data } = useQuery({ ...accountsQuery, enabled: can('accounts:read') })
  const accounts = data?.items ?? []
  const set = (name: keyof SearchFilters, value: string) => {
    const { [name]: _former, ...others } = filters
    onChange(value === '' ? others : { ...others, [name]: value })
  }
  return (
    <div className="grid grid-cols-2 items-end gap-2 sm:flex sm:flex-wrap">
      <Choice
        label={words('sort')}
        value={filters.sort}
        onChange={(value) => set('sort', value)}
        first={words('newest')}
      >
        <option value="best">{words('best')}</option>
      </Choice>
      <Choice label={words('direction')} value={filters.direction} onChange={(value) => set('direction', value)}>
        <option value="inbound">{words('inbound')}</option>
        <option value="outbound">{words('outbound')}</option>
      </Choice>
      <Choice label={words('type')} value={filters.type} onChange={(value) => set('type', value)}>
        {messageTypes.filter(isNamed).map((one) => (
          <option key={one} value={one}>
            {type(`type.${one}`)}
          </option>
        ))}
      </Choice>
      {(accounts.length > 1 || filters.accountId) && (
        <Choice label={words('account')} value={filters.accountId} onChange={(value) => set('accountId', value)}>
          <AccountOptions accounts={accounts} />
        </Choice>
      )}
      <Day label={words('from')} value={filters.from} onChange={(value) => set('from', value)} />
      <Day label={words('to')} value={filters.to} onChange={(value) => set('to', value)} />
      {filters.contactId && <OfPerson id={filters.contactId} onRemove={() => set('contactId', '')} />}
      {hasFilters(filters) && (
        <Button kind="ghost" onClick={() => onChange(filters.q === undefined ? {} : { q: filters.q })}>
          {words('clearFilters')}
        </Button>
      )}
    </div>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly value: string | undefined
  readonly onChange: (value: string) => void
  readonly first?: string
  readonly children: ReactNode
}

function Choice({ label, value = '', onChange, first, children }: ChoiceProps) {
  const id = useId()
  const words = useTranslations('search')
  return (
    <label htmlFor={id} className="grid min-w-0 gap-1 text-soft text-xs">
      {label}
      <Select
        id={id}
        className="w-full min-w-28 text-sm sm:w-auto"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        <option value="">{first ?? words('any')}</option>
        {children}
      </Select>
    </label>
  )
}

function Day({ label, value = '', onChange }: Omit<ChoiceProps, 'children' | 'first'>) {
  const id = useId()
  return (
    <label htmlFor={id} className="grid min-w-0 gap-1 text-soft text-xs">
      {label}
      <Input
        id={id}
        type="date"
        className="w-full text-sm sm:w-auto"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  )
}

function OfPerson({ id, onRemove }: { readonly id: string; readonly onRemove: () => void }) {
  const words = useTranslations('search')
  const { data } = useQuery(personQuery(id))
  const name = data?.name ?? data?.phone ?? '…'
  return (
    <span className="col-span-2 inline-flex h-9 w-fit items-center gap-1 rounded-lg bg-selected ps-3 pe-1 text-accent-ink">
      {words('ofPerson', { name })}
      <Button kind="ghost" size="small-icon" aria-label={words('ofAnybody')} onClick={onRemove}>
        <X />
      </Button>
    </span>
  )
}
