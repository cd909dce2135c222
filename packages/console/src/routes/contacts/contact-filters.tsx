import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Input, Select } from '../../components/input.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { type ContactSearch, readContactSearch } from './contact-search.ts'

const route = getRouteApi('/contacts')
const pauseMilliseconds = 250

/** Which contacts and in which order: kept in the address. */
export function ContactFilters() {
  const words = useTranslations('contacts')
  const search = route.useSearch()
  const navigate = useNavigate()
  const change = (more: Record<string, unknown>) =>
    void navigate({
      to: '/contacts',
      search: (former): ContactSearch => readContactSearch({ ...former, ...more }),
      replace: true,
    })
  return (
    <div className="flex w-full flex-wrap items-center gap-2 sm:w-auto">
      <SearchField value={search.q ?? ''} onChange={(q) => change({ q })} />
      <Select
        className="w-auto flex-1 sm:flex-none"
        aria-label={words('show')}
        value={search.show ?? ''}
        onChange={(event) => change({ show: event.target.value })}
      >
        <option value="">{words('showAll')}</option>
        <option value="reachable">{words('showReachable')}</option>
        <option value="optedOut">{words('showOptedOut')}</option>
      </Select>
      <Select
        className="w-auto flex-1 sm:flex-none"
        aria-label={words('sort')}
        value={search.sort ?? 'lastSeen'}
        onChange={(event) => change({ sort: event.target.value })}
      >
        <option value="lastSeen">{words('sortLastSeen')}</option>
        <option value="name">{words('sortName')}</option>
        <option value="newest">{words('sortNewest')}</option>
      </Select>
    </div>
  )
}

/** Asks when somebody pauses, not at every letter. */
function SearchField({ value, onChange }: { readonly value: string; readonly onChange: (q: string) => void }) {
  const words = useTranslations('contacts')
  const [text, setText] = useState(value)
  useEffect(() => {
    if (text.trim() === value) return
    const timer = setTimeout(() => onChange(text.trim()), pauseMilliseconds)
    return () => clearTimeout(timer)
  })
  return (
    <div className="relative w-full sm:w-64">
      <Search aria-hidden className="pointer-events-none absolute start-2.5 top-2.5 size-4 text-faint" />
      <Input
        type="search"
        className="ps-8.5"
        dir="auto"
        aria-label={words('searchLabel')}
        placeholder={words('searchHint')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </div>
  )
}
