import type { Event } from '@switchboard/contract'
import { createParser } from 'eventsource-parser'
import { readShown } from '../api/shown-names.ts'
import type { FeedMessage, FeedState } from './feed-message.ts'

/** The server says that it is there every 15 s; a line that is silent for three times as long is dead. */
const silenceMilliseconds = 45_000
const retryMilliseconds = [250, 500, 1_000, 2_000, 4_000, 8_000] as const

export interface Feed {
  /** Connects at once instead of waiting, e.g. because the network is back. */
  retry(): void
  stop(): void
  readonly state: FeedState
}

/**
 * Follows `GET /v1/events` for as long as it lives. States: connecting → live → (offline → connecting)…, or signed-out, which ends it. After a break it
 * goes on behind the last event that it told of, so that nothing is missing and nothing comes twice. Only where the server does
 * not know that event any more it starts anew and says so, as it does where it is not told after which event to begin.
 */
export function createFeed(tell: (message: FeedMessage) => void, after?: number): Feed {
  const ending = new AbortController()
  let state: FeedState = 'connecting'
  let lastId = after === undefined ? undefined : String(after)
  let failures = 0
  let wake = () => {}

  const setState = (next: FeedState) => {
    if (state === next) return
    state = next
    tell({ kind: 'state', state })
  }
  const follow = async () => {
    while (!ending.signal.aborted && state !== 'signed-out') {
      await connect().catch(() => undefined) // a broken line is not an error: the next one goes on where it broke
      if (ending.signal.aborted || (state as FeedState) === 'signed-out') return // connect() may have set it
      setState('offline')
      const wait = retryMilliseconds[Math.min(failures++, retryMilliseconds.length - 1)] ?? 8_000
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, wait)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      setState('connecting')
    }
  }

  const connect = async () => {
    const silence = new AbortController()
    let timer = setTimeout(() => silence.abort(), silenceMilliseconds)
    const headers = {
      accept: 'text/event-stream',
      ...(lastId === undefined ? undefined : { 'last-event-id': lastId }),
    }
    try {
      const signal = AbortSignal.any([ending.signal, silence.signal])
      const response = await fetch('/v1/events', { headers, credentials: 'same-origin', cache: 'no-store', signal })
      if (response.status === 401 || response.status === 403) return setState('signed-out')
      if (response.status === 400) lastId = undefined
      if (!response.ok || !response.body) throw new Error(`the feed answered ${response.status}`)
      const isStart = lastId === undefined
      await read(response.body, isStart, () => {
        clearTimeout(timer)
        timer = setTimeout(() => silence.abort(), silenceMilliseconds)
      })
    } finally {
      clearTimeout(timer)
    }
  }

  const read = async (body: ReadableStream<Uint8Array<ArrayBuffer>>, isStart: boolean, onSign: () => void) => {
    let batch: Event[] = []
    const parser = createParser({
      onEvent: ({ id, data }) => {
        if (id !== undefined) lastId = id
        if (data !== '') batch.push(readShown(data) as Event) // the server's own word: the contract's Event
      },
      // The opening block has an id and no data: the parser keeps it for whoever asks.
      onComment: () => undefined,
    })
    let opened = false
    for await (const text of body.pipeThrough(new TextDecoderStream())) {
      onSign()
      parser.feed(text)
      if (!opened) {
        opened = true
        failures = 0
        const openingId = /^id: (\d+)$/m.exec(text)?.[1]
        if (isStart) {
          lastId ??= openingId
          tell({ kind: 'start', after: Number(openingId ?? 0) })
        }
        setState('live')
      }
      if (batch.length === 0) continue
      tell({ kind: 'events', events: batch })
      batch = []
    }
  }

  void follow()
  return {
    retry: () => wake(),
    stop: () => {
      ending.abort()
      wake()
    },
    get state() {
      return state
    },
  }
}
