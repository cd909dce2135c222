import type { AccountId, Template } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { LayoutTemplate } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Input } from '../../components/input.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { sendableTemplatesQuery } from '../queries.ts'

interface TemplateListProps {
  readonly accountId: AccountId
  readonly onChoose: (template: Template) => void
}

/** The approved templates that this number can send, by words in their names and texts. */
export function TemplateList({ accountId, onChoose }: TemplateListProps) {
  const words = useTranslations('composer')
  const [search, setSearch] = useState('')
  const { data, error, refetch } = useQuery(sendableTemplatesQuery(accountId, useDeferredValue(search)))
  return (
    <div className="grid gap-3">
      <Input
        type="search"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        placeholder={words('searchTemplates')}
        aria-label={words('searchTemplates')}
        autoFocus
      />
      {error && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton className="h-40" />}
      {data?.items.length === 0 && (
        <EmptyState
          icon={LayoutTemplate}
          title={search === '' ? words('noTemplates') : words('noTemplatesFound')}
          className="py-6"
          action={
            <Button asChild size="small">
              <Link to="/templates">{words('toTemplates')}</Link>
            </Button>
          }
        >
          {words('noTemplatesWhy')}
        </EmptyState>
      )}
      <ul className="grid gap-1">
        {data?.items.map((template) => (
          <li key={template.id}>
            <button
              type="button"
              onClick={() => onChoose(template)}
              className="grid w-full gap-0.5 rounded-lg border border-transparent px-3 py-2 text-start hover:border-line hover:bg-hover"
            >
              <span className="flex min-w-0 items-center gap-2">
                <span className="truncate font-medium">{template.name}</span>
                <Badge>{template.language}</Badge>
                {template.category && <Badge tone="info">{template.category.toLowerCase()}</Badge>}
              </span>
              <span dir="auto" className="line-clamp-2 text-soft">
                {bodyOf(template)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

function bodyOf({ components }: Template): string {
  const text = components.find(({ type }) => type.toUpperCase() === 'BODY')?.['text']
  return typeof text === 'string' ? text : ''
}
