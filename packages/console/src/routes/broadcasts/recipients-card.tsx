import type { BroadcastDetail, BroadcastRecipient } from '@switchboard/contract'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { toldError } from '../../api/told-error.ts'
import { Badge, type Tone } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Select } from '../../components/input.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { Section } from '../../components/section.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useSession } from '../../session/session.ts'
import { useProblemWords } from '../../strings/problem-words.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { type RecipientFilter, recipientsQuery } from './queries.ts'

const filters = [
  ['all', 'showAll'],
  ['refusedInCheck', 'showRefusedInCheck'],
  ['refused', 'showRefused'],
  ['queued', 'showQueued'],
  ['invalid', 'showInvalid'],
  ['duplicate', 'showDuplicate'],
] as const

/** Everybody in the list and what became of them, and the report with all of it. */
export function RecipientsCard({
  broadcast,
  isBefore,
}: {
  readonly broadcast: BroadcastDetail
  readonly isBefore: boolean
}) {
  const words = useTranslations('broadcasts')
  const common = useTranslations('common')
  const { can } = useSession()
  const mayRead = can('messages:read') && can('contacts:read')
  const [filter, setFilter] = useState<RecipientFilter>('all')
  const rows = useInfiniteQuery({ ...recipientsQuery(broadcast.id, filter), enabled: mayRead })
  // Asked for again whenever the counts say that one of them changed, whichever of them are shown.
  const queries = useQueryClient()
  const counted = JSON.stringify([broadcast.recipients, broadcast.check, { ...broadcast.deliveries, countedAt: null }])
  const shown = useRef(counted)
  useEffect(() => {
    if (shown.current === counted) return
    shown.current = counted
    void queries.invalidateQueries({ queryKey: ['broadcasts', 'recipients', broadcast.id] })
  }, [counted, queries, broadcast.id])
  if (!mayRead) return null
  const items = rows.data?.pages.flatMap((page) => page.items) ?? []
  const query = isBefore && filter === 'refusedInCheck' ? '?refusedInCheck=true' : ''
  return (
    <Section
      title={words('recipients')}
      action={
        <div className="flex flex-wrap items-center gap-2">
          <Select
            className="h-7 w-auto text-xs"
            aria-label={words('recipients')}
            value={filter}
            onChange={(event) => setFilter(filters.find(([one]) => one === event.target.value)?.[0] ?? 'all')}
          >
            {filters.map(([value, word]) => (
              <option key={value} value={value}>
                {words(word)}
              </option>
            ))}
          </Select>
          {can('broadcasts:manage') && (
            <Button asChild size="small">
              <a href={`/v1/broadcasts/${broadcast.id}/report${query}`} download>
                <Download />
                {query ? words('reportRefused') : words('report')}
              </a>
            </Button>
          )}
        </div>
      }
    >
      {rows.error ? (
        <ProblemNote error={rows.error} onRetry={() => void rows.refetch()} />
      ) : rows.isPending ? (
        <Skeleton className="h-24" />
      ) : items.length === 0 ? (
        <p className="text-faint">{words('recipientsNone')}</p>
      ) : (
        <ul className="-mx-1 divide-y">
          {items.map((recipient) => (
            <RecipientRow key={recipient.position} recipient={recipient} isBefore={isBefore} />
          ))}
        </ul>
      )}
      {rows.hasNextPage && (
        <Button size="small" className="mt-3" busy={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>
          {common('loadMore')}
        </Button>
      )}
    </Section>
  )
}

const tones: Readonly<Record<string, Tone>> = {
  read: 'info',
  delivered: 'good',
  sent: 'good',
  failed: 'bad',
  refused: 'bad',
  invalid: 'warning',
  duplicate: 'neutral',
}

function RecipientRow({ recipient, isBefore }: { readonly recipient: BroadcastRecipient; readonly isBefore: boolean }) {
  const words = useTranslations('broadcasts')
  const { state, line, code, reason, verdict, verdictReason, duplicateOfLine } = recipient
  const repeats = duplicateOfLine === null ? null : words('sameAs', { line: duplicateOfLine })
  const problemWords = useProblemWords()
  const said = (of: string | null, sentence: string | null) => sentence && problemWords(of ?? '', sentence)
  const fate = fateOf(recipient)
  const failure = fate === 'failed' ? toldError(recipient.error)?.sentence : undefined
  const why = failure ?? said(code, reason) ?? repeats ?? (isBefore ? said(verdict, verdictReason) : null)
  const isRefusedInCheck = isBefore && state === 'pending' && verdict !== null && verdict !== 'allow'
  return (
    <li className="flex items-baseline gap-3 px-1 py-2">
      <span className="w-16 shrink-0 text-faint text-xs tabular-nums">{line !== null && words('line', { line })}</span>
      <span className="min-w-0 flex-1">
        <span className="block truncate tabular-nums" dir="ltr">
          {recipient.recipient}
        </span>
        {recipient.recipient === null && <span className="text-faint">{words('recipientGone')}</span>}
        {why && <span className="block break-words text-faint text-xs">{why}</span>}
      </span>
      <Badge tone={isRefusedInCheck ? 'bad' : (tones[fate ?? state] ?? 'neutral')}>
        {words(isRefusedInCheck ? 'recipient_refusedInCheck' : `recipient_${fate ?? state}`)}
      </Badge>
    </li>
  )
}

const fates = ['sent', 'delivered', 'read', 'failed'] as const

function fateOf({ state, status, sendState }: BroadcastRecipient) {
  if (state !== 'queued') return undefined
  if (status === 'played') return 'read'
  return fates.find((fate) => fate === status) ?? fates.find((fate) => fate === sendState)
}
