import type { Template } from '@switchboard/contract'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Select } from '../../components/input.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { useTemplateWords } from '../../templates/template-words.ts'
import { readTemplateSearch, type TemplateSearch } from './template-search.ts'

const route = getRouteApi('/templates')
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
      <SearchField
        className="w-full sm:w-56"
        label={words('searchLabel')}
        placeholder={words('searchHint')}
        value={search.q ?? ''}
        onChange={(q) => change({ q })}
      />
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
