import { workspaceChannel } from '../session/workspace-channel.ts'
import { createFeed, type Feed } from './feed.ts'
import type { FeedMessage, PageMessage } from './feed-message.ts'
import { createToldEvents, type ToldEvents } from './told-events.ts'

/* One line to the server for all tabs of a browser: HTTP/1.1 allows six per origin, and a line per tab would use them up. */

const pages = new Set<MessagePort>()
let line: { readonly feed: Feed; readonly told: ToldEvents } | undefined

function openLine(after?: number): void {
  const told = createToldEvents(after)
  const tellAll = (message: FeedMessage) => {
    told.note(message)
    for (const page of pages) page.postMessage(message)
  }
  line = { feed: createFeed(tellAll, after), told }
}

function join(page: MessagePort, after: number | undefined): void {
  pages.add(page)
  if (line === undefined || line.feed.state === 'signed-out') {
    openLine(after)
    return
  }
  page.postMessage({ kind: 'state', state: line.feed.state } satisfies FeedMessage)
  const missed = line.told.since(after)
  if (missed) page.postMessage(missed)
}

function leave(page: MessagePort): void {
  pages.delete(page)
  if (pages.size > 0) return
  line?.feed.stop()
  line = undefined
}

// The session works in another workspace: the line is still of the former one.
new BroadcastChannel(workspaceChannel).onmessage = () => {
  if (line === undefined) return
  line.feed.stop()
  openLine()
}

addEventListener('connect', (event) => {
  const [page] = (event as MessageEvent).ports // a shared worker's connect event always has one
  if (!page) return
  page.onmessage = ({ data }: MessageEvent<PageMessage>) => {
    if (data.kind === 'join') join(page, data.after)
    else if (data.kind === 'retry') line?.feed.retry()
    else leave(page)
  }
})
