import { getRouteApi } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { Input, Select } from '../../components/input.tsx'
import { useTranslations } from '../../strings/use-translations.ts'

const route = getRouteApi('/audit')
const interfaces = ['rest', 'mcp', 'people', 'cli', 'compat'] as const
const outcomes = ['ok', 'refused', 'failed'] as const

/** What of the audit is shown; all of it in the address. */
export function AuditFilters() {
  const words = useTranslations('audit')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const set = (change: Partial<typeof search>) => void navigate({ search: { ...search, ...change }, replace: true })
  const isFiltered = Object.keys(search).some((name) => name !== 'entry')
  return (
    <search className="flex flex-wrap gap-2">
      <Select
        aria-label={words('interface')}
        className="w-auto min-w-40"
        value={search.interface ?? ''}
        onChange={({ target }) => set({ interface: target.value })}
      >
        <option value="">{words('everyInterface')}</option>
        {interfaces.map((name) => (
          <option key={name} value={name}>
            {words(`interface_${name}`)}
          </option>
        ))}
      </Select>
      <Select
        aria-label={words('outcome')}
        className="w-auto min-w-40"
        value={search.outcome ?? ''}
        onChange={({ target }) => set({ outcome: target.value })}
      >
        <option value="">{words('everyOutcome')}</option>
        {outcomes.map((name) => (
          <option key={name} value={name}>
            {words(`outcome_${name}`)}
          </option>
        ))}
      </Select>
      {(['action', 'client'] as const).map((name) => (
        <Input
          key={`${name} ${search[name] ?? ''}`}
          type="search"
          className="w-44"
          aria-label={words(name)}
          placeholder={words(name)}
          defaultValue={search[name] ?? ''}
          onKeyDown={(event) => event.key === 'Enter' && set({ [name]: event.currentTarget.value.trim() })}
          onBlur={({ target }) => target.value.trim() !== (search[name] ?? '') && set({ [name]: target.value.trim() })}
        />
      ))}
      <span className="flex items-center gap-2 px-1 text-soft">
        <Checkbox
          id="audit-reads"
          checked={search.reads !== undefined}
          onCheckedChange={(checked) => set({ reads: checked ? 'yes' : '' })}
        />
        <label htmlFor="audit-reads">{words('reads')}</label>
      </span>
      {isFiltered && (
        <Button kind="ghost" onClick={() => void navigate({ search: {} })}>
          <X />
          {words('clear')}
        </Button>
      )}
    </search>
  )
}
