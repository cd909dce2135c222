import type { Browser, Page } from 'playwright-core'

/** What a trace says of a while, in milliseconds. */
export interface TracedWhile {
  /** From one frame that the compositor drew to the next. */
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
}

function readTrace(events: readonly TraceEvent[]): TracedWhile {
  const began = events.find(({ name }) => name === beginning)
  const ended = events.find(({ name }) => name === end)
  if (!began || !ended) throw new Error('The trace lacks the marks of its beginning and end.')
  const { pid, tid } = began
  const ofPage = events.filter((each) => each.pid === pid && each.ts >= began.ts && each.ts <= ended.ts)
  const drawn = ofPage.filter(({ name }) => name === 'DrawFrame').map(({ ts }) => ts)
  const times = drawn.toSorted((a, b) => a - b)
  const tasks = ofPage.filter((each) => each.name === 'RunTask' && each.tid === tid).map(({ dur = 0 }) => dur)
  if (times.length < 2 || tasks.length === 0) throw new Error('The trace holds no frames or no tasks.')
  return {
    frames: times.slice(1).map((time, index) => (time - (times[index] ?? time)) / 1_000),
    tasks: tasks.map((duration) => duration / 1_000),
  }
}
