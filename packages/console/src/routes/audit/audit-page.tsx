import type { AuditItem } from '@switchboard/contract'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Download, RotateCw, ScrollText } from 'lucide-react'
import { membersQuery } from '../../api/members.ts'
import { pagesQuery } from '../../api/pages-query.ts'
import { address } from '../../api/request.ts'
import { Badge, type Tone } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Moment } from '../../components/moment.tsx'
import { Page } from '../../components/page.tsx'
import { PagedTable } from '../../components/paged-table.tsx'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { AuditFilters } from './audit-filters.tsx'
import { EntryDialog } from './entry-dialog.tsx'

const route = getRouteApi('/audit')

/** `/app/audit`: who did what, through which client, and what came of it. */
export function AuditPage() {
  const words = useTranslations('audit')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { can } = useSession()
  const { entry, reads, ...given } = search
  // What people and programs look at is most of it, and seldom what is looked for.
  const filters = reads ? given : { ...given, changesOnly: true }
  const { data: members } = useQuery({ ...membersQuery, enabled: can('members:read') })
  const nameOf = (actor: string) => members?.items.find(({ id }) => id === actor)?.name
  const items = useInfiniteQuery(pagesQuery<AuditItem>('/v1/audit', filters))
  const actions = (
    <>
      <Button onClick={() => void items.refetch()} busy={items.isRefetching}>
        <RotateCw />
        {words('refresh')}
      </Button>
      <Button asChild>
        <a href={address('/v1/audit/export', filters)} download>
          <Download />
          {words('export')}
        </a>
      </Button>
    </>
  )
  return (
    <Page title={words('title')} intro={words('intro')} actions={actions} wide>
      <AuditFilters />
      <PagedTable
        query={items}
        label={words('title')}
        keyOf={({ id }) => id}
        empty={
          <EmptyState icon={ScrollText} title={words('nothing')}>
            {words('nothingWhy')}
          </EmptyState>
        }
        columns={[
          { id: 'at', title: words('at'), cell: ({ at }) => <Moment at={at} look="full" /> },
          { id: 'who', title: words('who'), cell: (item) => <Who item={item} name={nameOf(item.actor)} /> },
          {
            id: 'what',
            title: words('what'),
            cell: ({ id, action, target, label }) => (
              <Link from="/audit" search={{ ...search, entry: id }} className="grid gap-0.5 hover:underline">
                <span className="font-medium">{action}</span>
                <span className="break-all text-faint text-xs">{label ?? target}</span>
              </Link>
            ),
          },
          { id: 'outcome', title: words('outcome'), cell: (item) => <Outcome item={item} /> },
        ]}
      />
      <EntryDialog
        item={items.data?.find(({ id }) => id === entry)}
        onClose={() => void navigate({ search: ({ entry: _entry, ...rest }) => rest })}
      />
    </Page>
  )
}

function Who({ item, name }: { readonly item: AuditItem; readonly name: string | undefined }) {
  return (
    <span className="grid gap-0.5">
      <span className="max-w-56 truncate" title={item.actor}>
        {name ?? item.clientName ?? item.actor}
      </span>
      <span className="text-faint text-xs">
        {item.actorKind} · {item.interface}
      </span>
    </span>
  )
}

const tones: Readonly<Record<string, Tone>> = { ok: 'good', refused: 'warning', failed: 'bad' }

function Outcome({ item: { outcome, status } }: { readonly item: AuditItem }) {
  return (
    <Badge tone={tones[outcome] ?? 'neutral'}>
      {outcome}
      {status !== null && ` ${status}`}
    </Badge>
  )
}
