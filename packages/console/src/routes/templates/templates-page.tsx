import type { Template } from '@switchboard/contract'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { LayoutTemplate, Plus, RefreshCw, SearchX } from 'lucide-react'
import { useFormatter, useNow } from 'use-intl'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useToast } from '../../components/toast.tsx'
import { useLiveEvents } from '../../live/live-provider.tsx'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { partsOf } from '../../templates/template-parts.ts'
import { useTemplateWords } from '../../templates/template-words.ts'
import { syncStateQuery, templatesQuery, useSyncTemplates } from './queries.ts'
import { TemplateFilters } from './template-filters.tsx'

const route = getRouteApi('/templates')

/** Every template with its state, and reading them anew. */
export function TemplatesPage() {
  const words = useTranslations('templates')
  const common = useTranslations('common')
  const search = route.useSearch()
  const queries = useQueryClient()
  const templates = useInfiniteQuery(templatesQuery(search))
  useLiveEvents(['template.changed'], () => void queries.invalidateQueries({ queryKey: ['templates'] }))
  const items = templates.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Page wide title={words('title')} intro={words('intro')} actions={<Actions />}>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <TemplateFilters templates={items} />
        <SyncState />
      </div>
      {templates.error && <ProblemNote error={templates.error} onRetry={() => void templates.refetch()} />}
      {templates.isPending ? (
        <div aria-hidden className="grid gap-2">
          {['a', 'b', 'c', 'd', 'e'].map((row) => (
            <Skeleton key={row} className="h-16" />
          ))}
        </div>
      ) : items.length > 0 ? (
        <ul className="divide-y overflow-hidden rounded-xl border bg-surface">
          {items.map((template) => (
            <TemplateRow key={template.id} template={template} />
          ))}
        </ul>
      ) : (
        !templates.error && <Nothing isFiltered={Object.keys(search).length > 0} />
      )}
      {templates.hasNextPage && (
        <Button
          className="justify-self-center"
          busy={templates.isFetchingNextPage}
          onClick={() => void templates.fetchNextPage()}
        >
          {common('loadMore')}
        </Button>
      )}
    </Page>
  )
}

function Actions() {
  const words = useTranslations('templates')
  const { can } = useSession()
  const toast = useToast()
  const sync = useSyncTemplates()
  if (!can('templates:manage')) return null
  const run = async () => {
    try {
      const { items } = await sync.mutateAsync(undefined)
      const failed = items.find(({ failure }) => failure)
      const sum = (key: 'templates' | 'changed') => items.reduce((all, each) => all + (each[key] ?? 0), 0)
      toast.show(
        failed?.failure
          ? words('syncFailed', { reason: failed.failure.sentence })
          : words('synced', { count: sum('templates'), changed: sum('changed') }),
      )
    } catch (error) {
      toast.problem(error)
    }
  }
  return (
    <>
      <Button busy={sync.isPending} onClick={() => void run()}>
        {!sync.isPending && <RefreshCw />}
        {words('sync')}
      </Button>
      <Button asChild kind="primary">
        <Link to="/templates/new">
          <Plus />
          {words('new')}
        </Link>
      </Button>
    </>
  )
}

/** How old the copy is, and why it is not newer. */
function SyncState() {
  const words = useTranslations('templates')
  const format = useFormatter()
  const now = useNow()
  const { data } = useQuery(syncStateQuery)
  const failed = data?.items.find(({ failure }) => failure)
  if (failed?.failure)
    return <p className="text-danger text-xs">{words('syncFailed', { reason: failed.failure.sentence })}</p>
  const oldest = data?.items.flatMap(({ syncedAt }) => syncedAt ?? []).toSorted()[0]
  if (!oldest) return null
  return <p className="text-faint text-xs">{words('syncedAt', { ago: format.relativeTime(new Date(oldest), now) })}</p>
}

function TemplateRow({ template }: { readonly template: Template }) {
  const said = useTemplateWords()
  const status = said.status(template.status)
  const quality = said.quality(template.quality)
  return (
    <li>
      <Link
        to="/templates/$templateId"
        params={{ templateId: template.id }}
        className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4 py-3 hover:bg-hover"
      >
        <span className="min-w-0">
          <span className="flex items-baseline gap-2">
            <span className="truncate font-medium">{template.name}</span>
            <span className="shrink-0 text-faint text-xs">{template.language}</span>
          </span>
          <span className="block truncate text-soft" dir="auto">
            {partsOf(template.components).body}
          </span>
        </span>
        <span className="flex flex-col items-end gap-1 sm:flex-row sm:items-center sm:gap-2">
          {quality && <Badge tone={quality.tone}>{quality.text}</Badge>}
          <span className="text-faint text-xs">{said.category(template.category)}</span>
          <Badge tone={status.tone}>{status.text}</Badge>
        </span>
      </Link>
    </li>
  )
}

function Nothing({ isFiltered }: { readonly isFiltered: boolean }) {
  const words = useTranslations('templates')
  const { can } = useSession()
  if (isFiltered)
    return (
      <EmptyState
        icon={SearchX}
        title={words('nothingTitle')}
        action={
          <Button asChild>
            <Link to="/templates" search={{}}>
              {words('clear')}
            </Link>
          </Button>
        }
      >
        {words('nothing')}
      </EmptyState>
    )
  const action = can('templates:manage') && (
    <Button asChild kind="primary">
      <Link to="/templates/new">{words('new')}</Link>
    </Button>
  )
  return (
    <EmptyState icon={LayoutTemplate} title={words('emptyTitle')} action={action}>
      {words('empty')}
    </EmptyState>
  )
}
