import type { Template } from '@switchboard/contract'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { Input, Select } from '../../components/input.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { useTemplateWords } from '../../templates/template-words.ts'
import { readTemplateSearch, type TemplateSearch } from './template-search.ts'

const route = getRouteApi('/templates')
const pauseMilliseconds = 250
const statuses = ['APPROVED', 'PENDING', 'REJECTED', 'PAUSED', 'DISABLED'] as const
const categories = ['MARKETING', 'UTILITY', 'AUTHENTICATION'] as const

/** Which templates: kept in the address. */
export function TemplateFilters({ templates }: { readonly templates: readonly Template[] }) {
  const words = useTranslations('templates')
  const said = useTemplateWords()
  const search = route.useSearch()
  const navigate = useNavigate()
  const change = (more: Record<string, unknown>) =>
    void navigate({
      to: '/templates',
      search: (former): TemplateSearch => readTemplateSearch({ ...former, ...more }),
      replace: true,
    })
  const languages = [
    ...new Set([...templates.map(({ language }) => language), ...(search.language ? [search.language] : [])]),
  ]
  const choice = (
    name: 'status' | 'category' | 'language',
    all: string,
    options: readonly (readonly [string, string])[],
  ) => (
    <Select
      className="w-auto max-sm:flex-1"
      aria-label={all}
      value={search[name] ?? ''}
      onChange={(event) => change({ [name]: event.target.value })}
    >
      <option value="">{all}</option>
      {options.map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </Select>
  )
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchField value={search.q ?? ''} onChange={(q) => change({ q })} />
      {choice(
        'status',
        words('allStatuses'),
        statuses.map((each) => [each, said.status(each).text]),
      )}
      {choice(
        'category',
        words('allCategories'),
        categories.map((each) => [each, said.category(each)]),
      )}
      {choice(
        'language',
        words('allLanguages'),
        languages.toSorted().map((each) => [each, each]),
      )}
    </div>
  )
}

/** Asks when somebody pauses, not at every letter. */
function SearchField({ value, onChange }: { readonly value: string; readonly onChange: (q: string) => void }) {
  const words = useTranslations('templates')
  const [text, setText] = useState(value)
  useEffect(() => {
    if (text.trim() === value) return
    const timer = setTimeout(() => onChange(text.trim()), pauseMilliseconds)
    return () => clearTimeout(timer)
  })
  return (
    <Input
      type="search"
      className="w-full sm:w-56"
      aria-label={words('searchLabel')}
      placeholder={words('searchHint')}
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  )
}
