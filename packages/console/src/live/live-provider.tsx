import type { Event, EventType } from '@switchboard/contract'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { firstDrawing } from '../api/first-drawing.ts'
import { leaveForSignIn } from '../api/request.ts'
import type { FeedMessage, FeedState } from './feed-message.ts'
import { heardHere } from './heard-here.ts'
import { type OpenFeed, openFeed } from './open-feed.ts'

type Listener = (events: readonly Event[]) => void

interface Live {
  readonly state: FeedState
  /** Tells every batch of events, in order; returns how to stop. */
  readonly subscribe: (listener: Listener) => () => void
  /** Connects now instead of waiting for the next try. */
  readonly retry: () => void
}

const LiveContext = createContext<Live | undefined>(undefined)

/** All that was loaded is loaded again; what is on its way is let come first, because somebody waits for it. */
function refresh(queries: QueryClient): void {
  const coming = queries.getQueryCache().findAll({ fetchStatus: 'fetching' })
  void queries.invalidateQueries({ fetchStatus: 'idle' })
  for (const { promise, queryKey } of coming)
    void promise?.catch(() => undefined).then(() => queries.invalidateQueries({ queryKey, exact: true }))
}

/**
 * Follows what happens for everything below, from the event on after which the page was given out. Where the line can't go on from
 * there, all that was loaded is loaded again.
 */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const queries = useQueryClient()
  const [state, setState] = useState<FeedState>('connecting')
  const listeners = useRef(new Set<Listener>())
  const current = useRef<OpenFeed>(undefined)
  const retry = useCallback(() => current.current?.retry(), [])
  useEffect(() => {
    const take = (message: FeedMessage) => {
      if (message.kind === 'events') {
        const events = heardHere.hear(message.events)
        if (events.length > 0) for (const listener of listeners.current) listener(events)
      } else if (message.kind === 'start') {
        heardHere.startAfter(message.after)
        refresh(queries)
      } else if (message.state === 'signed-out') leaveForSignIn()
      else setState(message.state)
    }
    // What is told waits until the page can be seen: what it makes pages ask for would keep the browser from drawing it.
    const drawing = firstDrawing()
    let early: FeedMessage[] | undefined = drawing && []
    void drawing?.then(() => {
      const told = early ?? []
      early = undefined
      told.forEach(take)
    })
    const open = () => {
      current.current = openFeed((message) => (early ? void early.push(message) : take(message)), heardHere.position())
    }
    // A page that comes back out of the browser's cache has said goodbye when it was left.
    const comeBack = (event: PageTransitionEvent) => {
      if (!event.persisted) return
      current.current?.close()
      open()
    }
    open()
    addEventListener('online', retry)
    addEventListener('pageshow', comeBack)
    return () => {
      early = undefined
      removeEventListener('online', retry)
      removeEventListener('pageshow', comeBack)
      current.current?.close()
    }
  }, [queries, retry])
  const subscribe = useCallback((listener: Listener) => {
    listeners.current.add(listener)
    return () => void listeners.current.delete(listener)
  }, [])
  const live = useMemo<Live>(() => ({ state, subscribe, retry }), [state, subscribe, retry])
  return <LiveContext value={live}>{children}</LiveContext>
}

function useLive(): Live {
  const live = use(LiveContext)
  if (!live) throw new Error('useLive outside of LiveProvider')
  return live
}

/** How the line to the server stands. */
export function useFeedState(): FeedState {
  return useLive().state
}

export function useRetryFeed(): () => void {
  return useLive().retry
}

/**
 * Calls `handler` with every batch of events of these types, in order, each event once: also over a reconnect. At first with those of
 * the last 40 s, because what is shown may have been loaded before them, for another page or while this one's code was on its
 * way. The handler may change between renders; the newest one is called.
 */
export function useLiveEvents(types: readonly EventType[], handler: Listener): void {
  const { subscribe } = useLive()
  const newest = useRef({ types, handler })
  useEffect(() => {
    newest.current = { types, handler }
  })
  useEffect(() => {
    const listen: Listener = (events) => {
      const wanted = events.filter(({ type }) => newest.current.types.includes(type))
      if (wanted.length > 0) newest.current.handler(wanted)
    }
    listen(heardHere.lately())
    return subscribe(listen)
  }, [subscribe])
}
