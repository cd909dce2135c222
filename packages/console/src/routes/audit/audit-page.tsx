import type { AuditItem } from '@switchboard/contract'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Download, RotateCw, ScrollText } from 'lucide-react'
import { keysQuery } from '../../api/keys.ts'
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
import { AuditObjects, aboutOf } from './audit-objects.tsx'
import { EntryDialog } from './entry-dialog.tsx'
import { useActorWords, useSentence } from './use-sentence.ts'

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
  const { data: keys } = useQuery({ ...keysQuery, enabled: can('keys:manage') })
  const nameOf = ({ actor, clientName }: AuditItem) =>
    members?.items.find(({ id }) => id === actor)?.name ??
    keys?.items.find(({ id }) => id === actor)?.name ??
    clientName ??
    actor
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
          { id: 'who', title: words('who'), cell: (item) => <Who item={item} name={nameOf(item)} /> },
          {
            id: 'what',
            title: words('what'),
            cell: (item) => <What item={item} search={{ ...search, entry: item.id }} />,
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

interface WhatProps {
  readonly item: AuditItem
  readonly search: ReturnType<typeof route.useSearch>
}

/** In a sentence, and what it was done to. */
function What({ item, search }: WhatProps) {
  const sentence = useSentence()
  const { contactIds = [] } = item.targets
  // A contact's own link says who it is.
  const about = aboutOf(item) ?? (contactIds.length === 0 ? item.contactName : undefined)
  return (
    <span className="grid gap-0.5">
      <Link from="/audit" search={search} className="break-words font-medium hover:underline">
        {sentence(item)}
      </Link>
      <span className="flex flex-wrap gap-x-2 text-faint text-xs">
        {about && (
          <bdi className="break-all" title={item.target}>
            {about}
          </bdi>
        )}
        <AuditObjects item={item} />
      </span>
    </span>
  )
}

function Who({ item, name }: { readonly item: AuditItem; readonly name: string }) {
  const kind = useActorWords()(item)
  return (
    <span className="grid gap-0.5">
      <span className="max-w-56 truncate" title={item.actor}>
        <bdi>{name}</bdi>
      </span>
      <span className="text-faint text-xs">
        {kind}
        {item.actorKind === 'key' && item.clientName && item.clientName !== name && (
          <>
            {' · '}
            <bdi>{item.clientName}</bdi>
          </>
        )}
      </span>
    </span>
  )
}

const tones: Readonly<Record<string, Tone>> = { ok: 'good', refused: 'warning', failed: 'bad' }

function Outcome({ item: { outcome, status } }: { readonly item: AuditItem }) {
  const words = useTranslations('audit')
  const known = `outcome_${outcome}` as 'outcome_ok' // `has` asks for whatever comes
  return (
    <Badge tone={tones[outcome] ?? 'neutral'}>
      {words.has(known) ? words(known) : outcome}
      {outcome !== 'ok' && status !== null && ` ${status}`}
    </Badge>
  )
}
