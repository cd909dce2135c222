import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { Button } from '../../../components/button.tsx'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { listQuery } from '../queries.ts'
import type { Inbox } from '../use-inbox.ts'
import { useInboxCommands } from '../use-inbox-commands.ts'
import { ConversationRow } from './conversation-row.tsx'
import { ListLoading } from './list-loading.tsx'
import { NothingHere } from './nothing-here.tsx'
import { useKeptPlace } from './use-kept-place.ts'

/** Rows below the last that is seen at which the next page is asked for. */
const early = 15

/** The conversations of the list, however many: what is in sight is drawn, and further pages come as one scrolls. */
export function ConversationList({ inbox }: { readonly inbox: Inbox }) {
  const words = useTranslations('inbox')
  const { data, error, isPending, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    listQuery(inbox.filter),
  )
  const items = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data])
  const handle = useRef<VirtualizerHandle>(null)
  const keepPlace = useKeptPlace(items, handle)
  useInboxCommands(inbox, items, (index) => handle.current?.scrollToIndex(index, { align: 'nearest' }))
  const readAhead = () => {
    const list = handle.current
    if (!list || !hasNextPage || isFetchingNextPage || error) return
    if (list.findItemIndex(list.scrollOffset + list.viewportSize) + early >= items.length) void fetchNextPage()
  }
  // Who was at the end when a page came scrolls no more, and may be at the end again.
  useEffect(readAhead)
  const onScroll = () => {
    keepPlace()
    readAhead()
  }
  if (isPending) return <ListLoading />
  if (error && items.length === 0) return <ProblemNote className="m-3" error={error} onRetry={() => void refetch()} />
  if (items.length === 0) return <NothingHere inbox={inbox} />
  return (
    <div className="min-h-0 flex-1 overflow-y-auto [overflow-anchor:none]">
      <Virtualizer ref={handle} as="ul" item="li" data={items} itemSize={68} bufferSize={400} onScroll={onScroll}>
        {(conversation) => (
          <ConversationRow
            key={conversation.id}
            conversation={conversation}
            isChosen={conversation.id === inbox.conversationId}
            search={inbox.search}
          />
        )}
      </Virtualizer>
      {hasNextPage && (
        <div className="grid place-items-center p-3">
          <Button size="small" kind="ghost" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {words('moreConversations')}
          </Button>
        </div>
      )}
      {error && <ProblemNote className="m-3" error={error} onRetry={() => void fetchNextPage()} />}
    </div>
  )
}
