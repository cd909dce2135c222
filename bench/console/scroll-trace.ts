import type { Browser, Page } from 'playwright-core'

/** What a trace says of a while, in milliseconds. */
export interface TracedWhile {
  /**
   * Of each frame that the compositor drew: from when it was due until then, or from when the first was due of those that were
   * dropped before it. A frame in which nothing changed is none.
   */
  readonly frames: readonly number[]
  /** What ran on the page's main thread without a break. */
  readonly tasks: readonly number[]
}

const beginning = 'switchboard scrolls'
const end = 'switchboard stands still'
/** Frames as DevTools draws them, tasks of the main thread, the names of threads, and marks of `performance.mark`. */
const categories = [
  '-*',
  'toplevel',
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-devtools.timeline.frame',
  'blink.user_timing',
]

/** Does something while Chromium traces, between two marks of the page that is looked at. */
export async function traceWhile(browser: Browser, page: Page, work: () => Promise<void>): Promise<TracedWhile> {
  await browser.startTracing(page, { categories })
  await page.evaluate(`performance.mark('${beginning}')`)
  await work()
  await page.evaluate(`performance.mark('${end}')`)
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] } // Chromium's format
  return readTrace(traceEvents)
}

/** One of the trace; times in microseconds. */
interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly dur?: number
  readonly args?: { readonly frameSeqId?: number }
}

function readTrace(events: readonly TraceEvent[]): TracedWhile {
  const began = events.find(({ name }) => name === beginning)
  const ended = events.find(({ name }) => name === end)
  if (!began || !ended) throw new Error('The trace lacks the marks of its beginning and end.')
  const { pid, tid } = began
  const ofPage = events.filter((each) => each.pid === pid && each.ts >= began.ts && each.ts <= ended.ts)
  const frames = waitsOfFrames(ofPage.toSorted((a, b) => a.ts - b.ts))
  const tasks = ofPage.filter((each) => each.name === 'RunTask' && each.tid === tid).map(({ dur = 0 }) => dur)
  if (frames.length === 0 || tasks.length === 0) throw new Error('The trace holds no frames or no tasks.')
  const milliseconds = (times: readonly number[]) => times.map((time) => time / 1_000)
  return { frames: milliseconds(frames), tasks: milliseconds(tasks) }
}

/** @param events in order of time */
function waitsOfFrames(events: readonly TraceEvent[]): number[] {
  const due = new Map<number, number>()
  const waits: number[] = []
  let firstDropped = Number.POSITIVE_INFINITY
  for (const { name, ts, args } of events) {
    const frame = args?.frameSeqId ?? Number.NaN
    if (name === 'BeginFrame') due.set(frame, ts)
    else if (name === 'DroppedFrame') firstDropped = Math.min(firstDropped, due.get(frame) ?? ts)
    else if (name === 'DrawFrame') {
      waits.push(ts - Math.min(firstDropped, due.get(frame) ?? ts))
      firstDropped = Number.POSITIVE_INFINITY
    }
  }
  return waits
}
