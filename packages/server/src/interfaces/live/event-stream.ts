import type { ServerResponse } from 'node:http'

/** One server-sent event, as https://html.spec.whatwg.org/multipage/server-sent-events.html frames it. */
export interface Frame {
  readonly id: number
  readonly event: string
  /** Sent as one line of JSON, which never holds a line break. */
  readonly data: unknown
}

export const eventStreamType = 'text/event-stream'

export function formatFrame({ id, event, data }: Frame): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}

/** A comment: shows proxies and the client that the line is alive, and us that the client is. */
export const heartbeat = ': alive\n\n'

/**
 * The stream's first block: how long a client waits before it reconnects, and where the stream starts, which the client takes
 * for its last event's id. So also who leaves before the first event comes back without a gap.
 */
export function formatOpening(start: number, retryMilliseconds: number): string {
  return `retry: ${retryMilliseconds}\nid: ${start}\n\n`
}

/** Writes, and when the client does not keep up, waits until it has taken what is there or is gone. */
export async function writeWhenTaken(response: ServerResponse, text: string, signal: AbortSignal): Promise<void> {
  if (signal.aborted || response.write(text)) return
  await new Promise<void>((resolve) => {
    const done = () => {
      response.off('drain', done)
      signal.removeEventListener('abort', done)
      resolve()
    }
    response.on('drain', done)
    signal.addEventListener('abort', done)
  })
}
