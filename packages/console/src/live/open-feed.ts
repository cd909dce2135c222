import { createFeed } from './feed.ts'
import type { FeedMessage, PageMessage } from './feed-message.ts'

export interface OpenFeed {
  retry(): void
  close(): void
}

/**
 * The browser's one line to the server, or one of this tab's own where there are no shared workers (Chrome on Android). It tells of
 * what comes after this event, and perhaps of some from before; without one it begins with `start`.
 */
export function openFeed(onMessage: (message: FeedMessage) => void, after: number | undefined): OpenFeed {
  if (typeof SharedWorker === 'undefined') {
    const feed = createFeed(onMessage, after)
    return { retry: () => feed.retry(), close: () => feed.stop() }
  }
  const worker = new SharedWorker(new URL('./shared-feed.worker.ts', import.meta.url), {
    type: 'module',
    name: 'switchboard-live',
  })
  worker.port.onmessage = ({ data }: MessageEvent<FeedMessage>) => onMessage(data)
  const say = (message: PageMessage) => worker.port.postMessage(message)
  const leave = () => say({ kind: 'leave' })
  say({ kind: 'join', after })
  addEventListener('pagehide', leave)
  return {
    retry: () => say({ kind: 'retry' }),
    close: () => {
      removeEventListener('pagehide', leave)
      leave()
      worker.port.close()
    },
  }
}
