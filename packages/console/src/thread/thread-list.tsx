import { ArrowDown } from 'lucide-react'
import {
  type ReactElement,
  type ReactNode,
  type Ref,
  type RefObject,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { Spinner } from '../components/spinner.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import type { Row } from './rows.ts'

export interface ThreadListHandle {
  readonly toEnd: () => void
  readonly isAtEnd: () => boolean
  /** @returns false: the message is not loaded */
  readonly scrollTo: (id: string) => boolean
}

interface ThreadListProps {
  readonly ref: Ref<ThreadListHandle>
  readonly label: string
  readonly rows: readonly Row[]
  /** The message to begin at; undefined: the newest. */
  readonly start: string | undefined
  readonly startAlign: 'start' | 'center'
  readonly hasNewer: boolean
  readonly loading: 'older' | 'newer' | undefined
  /** What came while the end was out of sight. */
  readonly news: number
  readonly onOlder: () => void
  readonly onNewer: () => void
  readonly onSeenEnd: () => void
  /** To the newest message, wherever that is. */
  readonly onNewest: () => void
  readonly empty: ReactNode
  readonly children: (row: Row) => ReactElement
}

/** How near an end the next page is asked for; a page is there before it is reached. */
const ahead = 2_000
/** So near the end counts as at it. */
const nearEnd = 48

/** Rows of which only those in sight are in the document. What comes in above moves nothing; whoever is at the end stays there. */
export function ThreadList(props: ThreadListProps) {
  const { ref, label, rows, start, startAlign, hasNewer, loading, news, onSeenEnd, onNewest, empty, children } = props
  const words = useTranslations('thread')
  const scroller = useRef<HTMLDivElement>(null)
  const list = useRef<VirtualizerHandle>(null)
  const isAtEnd = useRef(start === undefined)
  const [isAway, setIsAway] = useState(start !== undefined)
  const [isPlaced, setIsPlaced] = useState(false)
  const prepended = usePrepended(rows)
  const lastKey = rows.at(-1)?.key

  const seen = useRef({ offset: 0, size: 0 })
  const toEnd = () => {
    isAtEnd.current = true
    // Not by virtua's scrollToIndex: that goes on pulling there while rows are measured, also whoever scrolls away meanwhile.
    if (scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight
  }
  const look = () => {
    const handle = list.current
    if (!handle || !isPlaced) return
    const { scrollOffset: offset, scrollSize: size } = handle
    const below = size - offset - handle.viewportSize
    // Who is at the end stays there as rows grow; only going up leads away from it.
    const hasGoneUp = offset < seen.current.offset && size >= seen.current.size
    seen.current = { offset, size }
    isAtEnd.current = !hasNewer && (below < nearEnd || (isAtEnd.current && !hasGoneUp))
    setIsAway(!isAtEnd.current && (below > handle.viewportSize / 2 || hasNewer))
    if (isAtEnd.current && news > 0) onSeenEnd()
    if (handle.scrollOffset < ahead) props.onOlder()
    if (below < ahead) props.onNewer()
  }
  useImperativeHandle(ref, () => ({
    toEnd,
    isAtEnd: () => isAtEnd.current,
    scrollTo: (id) => {
      const index = rows.findIndex(({ key }) => key === id)
      if (index === -1) return false
      isAtEnd.current = false
      list.current?.scrollToIndex(index, { align: 'center' })
      return true
    },
  }))
  // biome-ignore lint/correctness/useExhaustiveDependencies: only where it begins, once its rows are there
  useLayoutEffect(() => {
    if (rows.length === 0) return
    const index = rows.findIndex(({ key }) => key === start)
    if (index === -1) toEnd()
    else list.current?.scrollToIndex(index, { align: startAlign, ...(startAlign === 'start' && { offset: -80 }) })
    setIsPlaced(true)
  }, [rows.length === 0])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new last row is what whoever is at the end follows, and whoever wrote it
  useLayoutEffect(() => {
    if (isPlaced && (isAtEnd.current || rows.at(-1)?.kind === 'outgoing')) toEnd()
  }, [lastKey])
  useStickToEnd(scroller, () => isPlaced && isAtEnd.current && toEnd())
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page that came may not have filled what is asked for ahead
  useLayoutEffect(look, [rows, isPlaced, loading])

  return (
    <div className="relative h-full min-h-0 bg-thread">
      <section
        ref={scroller}
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse must be able to scroll it
        tabIndex={0}
        data-placed={isPlaced || undefined}
        className="flex h-full flex-col overflow-y-auto overflow-x-hidden overscroll-contain pb-3 -outline-offset-2 [overflow-anchor:none]"
      >
        {rows.length === 0 && empty}
        <div className="grow" />
        <Virtualizer ref={list} scrollRef={scroller} data={rows} shift={prepended} bufferSize={400} onScroll={look}>
          {(row) => (
            <div key={row.key} data-row={row.kind} className="pb-px">
              {children(row)}
            </div>
          )}
        </Virtualizer>
      </section>
      {loading === 'older' && <Spinner className="absolute inset-x-0 top-2 mx-auto text-soft" />}
      {(isAway || news > 0) && (
        <button
          type="button"
          className="absolute end-4 bottom-4 inline-flex h-9 min-w-9 items-center justify-center gap-1.5 rounded-full border bg-raised px-2.5 font-medium text-sm shadow-lg hover:bg-hover"
          aria-label={news > 0 ? words('newMessages', { count: news }) : words('toNewest')}
          onClick={onNewest}
        >
          {news > 0 && <span>{words('newMessages', { count: news })}</span>}
          <ArrowDown aria-hidden className="size-4" />
        </button>
      )}
    </div>
  )
}

/** Calls after every change of the list's height or of the window onto it. */
function useStickToEnd(scroller: RefObject<HTMLElement | null>, stick: () => void): void {
  const newest = useRef(stick)
  useLayoutEffect(() => {
    newest.current = stick
  })
  useLayoutEffect(() => {
    const { current: window } = scroller
    if (!window) return
    const observer = new ResizeObserver(() => newest.current())
    observer.observe(window)
    if (window.lastElementChild) observer.observe(window.lastElementChild)
    return () => observer.disconnect()
  }, [scroller])
}

/** Whether this render has rows above that the one before had not: then the list keeps its place from the end. */
function usePrepended(rows: readonly Row[]): boolean {
  const before = useRef<{ readonly first: string | undefined; readonly length: number }>({
    first: undefined,
    length: 0,
  })
  const first = rows.find(({ kind }) => kind === 'message')?.key
  const prepended =
    before.current.first !== undefined && first !== before.current.first && rows.length > before.current.length
  useLayoutEffect(() => {
    before.current = { first, length: rows.length }
  })
  return prepended
}
