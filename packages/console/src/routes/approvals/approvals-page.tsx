import type { Approval, ApprovalState } from '@switchboard/contract'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { MousePointerClick, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { classNames } from '../../components/class-names.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Select } from '../../components/input.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useCommand } from '../../keys/command-provider.tsx'
import { useLiveEvents } from '../../live/live-provider.tsx'
import { useSession } from '../../session/session.ts'
import { useDocumentTitle } from '../../shell/document-title.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { ApprovalDetail } from './approval-detail.tsx'
import { ApprovalRow } from './approval-row.tsx'
import { BulkBar } from './bulk-bar.tsx'
import { approvalsQuery } from './queries.ts'

const states: readonly ApprovalState[] = ['pending', 'approved', 'rejected', 'expired']

/** What assistants and keys want to send, one by one or many at once: let it go, change it, or not. */
export function ApprovalsPage() {
  const words = useTranslations('approvals')
  useDocumentTitle(words('title'))
  const { can } = useSession()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { state = 'pending', id } = useSearch({ from: '/approvals' })
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    approvalsQuery(state),
  )
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const refresh = () => queries.invalidateQueries({ queryKey: ['approvals'] })
  useLiveEvents(['message.held', 'approval.decided', 'message.cancelled'], () => void refresh())
  const items = data?.pages.flatMap((page) => page.items) ?? []
  const shown = items.find((one) => one.id === id)
  const isPending = state === 'pending'
  const mayDecide = can('approvals:decide')
  const mayChoose = isPending && mayDecide
  const selection = items.filter((one) => chosen.has(one.id))
  const show = (one: Approval | undefined) =>
    void navigate({ to: '/approvals', search: { ...(isPending ? {} : { state }), ...(one ? { id: one.id } : {}) } })
  const step = (by: 1 | -1) => {
    const place = items.findIndex((one) => one.id === id)
    show(items[place === -1 ? 0 : Math.min(items.length - 1, Math.max(0, place + by))])
  }
  useCommand({ id: 'approvals.next', title: words('next'), keys: 'j', hidden: true, repeats: true, run: () => step(1) })
  useCommand({
    id: 'approvals.previous',
    title: words('previous'),
    keys: 'k',
    hidden: true,
    repeats: true,
    run: () => step(-1),
  })
  const decided = () => {
    const place = items.findIndex((one) => one.id === id)
    show(items[place + 1] ?? items[place - 1])
    void refresh()
  }
  return (
    <div className="flex h-full">
      <section
        aria-label={words('title')}
        className={classNames(
          'flex w-full shrink-0 flex-col border-e bg-surface md:w-80 xl:w-96',
          shown && 'hidden md:flex',
        )}
      >
        <header className="flex items-center gap-3 border-b px-3 py-3">
          {mayChoose && items.length > 1 && (
            <Checkbox
              aria-label={words('chooseAll')}
              checked={selection.length === 0 ? false : selection.length === items.length ? true : 'indeterminate'}
              onCheckedChange={(all) => setChosen(new Set(all === true ? items.map((one) => one.id) : []))}
            />
          )}
          <h1 className="flex-1 font-semibold text-lg">{words('title')}</h1>
          <Select
            aria-label={words('which')}
            className="w-auto"
            value={state}
            onChange={(event) => {
              const next = states.find((one) => one === event.target.value) ?? 'pending'
              void navigate({ to: '/approvals', search: next === 'pending' ? {} : { state: next } })
            }}
          >
            {states.map((one) => (
              <option key={one} value={one}>
                {words(`state_${one}`)}
              </option>
            ))}
          </Select>
        </header>
        {selection.length > 0 && (
          <BulkBar
            chosen={selection}
            onDone={() => {
              setChosen(new Set())
              void refresh()
            }}
          />
        )}
        <div className="min-h-0 flex-1 overflow-y-auto">
          {error && <ProblemNote error={error} onRetry={() => void refetch()} className="m-3" />}
          {!data && !error && <Skeletons />}
          {data && items.length === 0 && (
            <EmptyState
              icon={ShieldCheck}
              title={words(isPending ? 'empty' : 'emptyOthers')}
              action={
                isPending &&
                can('keys:manage') && (
                  <Button asChild>
                    <Link to="/assistants/connect">{words('connectAssistant')}</Link>
                  </Button>
                )
              }
            >
              {words('emptyWhy')}
            </EmptyState>
          )}
          <ul>
            {items.map((approval) => (
              <ApprovalRow
                key={approval.id}
                approval={approval}
                isShown={approval.id === id}
                chosen={mayChoose ? chosen.has(approval.id) : undefined}
                onChoose={(isChosen) =>
                  setChosen(
                    (all) => new Set(isChosen ? [...all, approval.id] : [...all].filter((one) => one !== approval.id)),
                  )
                }
              />
            ))}
          </ul>
          {hasNextPage && (
            <Button kind="ghost" className="m-3" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {words('more')}
            </Button>
          )}
        </div>
      </section>
      <div className={classNames('min-w-0 flex-1', !shown && 'hidden md:block')}>
        {shown ? (
          <ApprovalDetail approval={shown} onDecided={decided} />
        ) : (
          items.length > 0 && (
            <EmptyState
              icon={MousePointerClick}
              title={words(mayDecide ? 'chooseOne' : 'chooseToRead')}
              className="mt-[20vh]"
            >
              {words(mayDecide ? 'keysHint' : 'readKeys')}
            </EmptyState>
          )
        )}
      </div>
    </div>
  )
}

function Skeletons() {
  return (
    <div className="grid gap-2 p-3">
      {[1, 2, 3].map((one) => (
        <Skeleton key={one} className="h-20" />
      ))}
    </div>
  )
}
