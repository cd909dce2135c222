import { workspaceChannel } from '../session/workspace-channel.ts'
import { createFeed, type Feed } from './feed.ts'
import type { FeedMessage, PageMessage } from './feed-message.ts'

/* One line to the server for all tabs of a browser: HTTP/1.1 allows six per origin, and a line per tab would use them up. */

const pages = new Set<MessagePort>()
let feed: Feed | undefined

function tellAll(message: FeedMessage): void {
  for (const page of pages) page.postMessage(message)
}

function join(page: MessagePort): void {
  pages.add(page)
  if (feed === undefined || feed.state === 'signed-out') feed = createFeed(tellAll)
  else {
    page.postMessage({ kind: 'state', state: feed.state } satisfies FeedMessage)
    // It hears of everything from now on, and what it loaded before may be older.
    page.postMessage({ kind: 'start' } satisfies FeedMessage)
  }
  page.onmessage = ({ data }: MessageEvent<PageMessage>) => {
    if (data.kind === 'retry') feed?.retry()
    else leave(page)
  }
}

function leave(page: MessagePort): void {
  pages.delete(page)
  if (pages.size > 0) return
  feed?.stop()
  feed = undefined
}

// The session works in another workspace: the line is still of the former one.
new BroadcastChannel(workspaceChannel).onmessage = () => {
  if (feed === undefined) return
  feed.stop()
  feed = createFeed(tellAll)
}

addEventListener('connect', (event) => {
  const [page] = (event as MessageEvent).ports // a shared worker's connect event always has one
  if (page) join(page)
})
