import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Select } from '../../components/input.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { type ContactSearch, readContactSearch } from './contact-search.ts'

const route = getRouteApi('/contacts')

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
      <SearchField
        className="w-full sm:w-64"
        label={words('searchLabel')}
        placeholder={words('searchHint')}
        value={search.q ?? ''}
        onChange={(q) => change({ q })}
      />
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
