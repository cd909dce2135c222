/**
 * The console in a real Chromium, against the real server: `node bench/console.ts [--messages 50000] [--conversations 10000]`.
 * One conversation of 50,000 messages among 10,000: how soon its thread is painted, whether scrolling drops frames, what it holds in
 * memory, how long a webhook takes to be a bubble, whether anything moves as pictures come. About three minutes;
 * beside other work the times are that work's, so it prints the machine's load.
 */
import { createHmac } from 'node:crypto'
import { availableParallelism, loadavg } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { CDPSession, Page } from 'playwright-core'
import { openConsole } from '../tests/support/console.ts'
import { picture } from '../tests/support/every-content.ts'
import { fillThread } from './console/fill.ts'
import { type TracedWhile, traceWhile } from './console/scroll-trace.ts'

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '50000' },
    conversations: { type: 'string', default: '10000' },
    webhooks: { type: 'string', default: '40' },
  },
})
const limits = { paint: 500, frame: 50, memory: 200, bubble: 250, shift: 0 }
const appSecret = 'the secret of this benchmark'
let missed = 0

await using it = await openConsole({
  environment: { WHATSAPP_APP_SECRET: appSecret },
  context: { viewport: { width: 1280, height: 900 } },
})
const { page, server } = it
const filled = await fillThread(it.dataDirectory, {
  messages: Number(values.messages),
  conversations: Number(values.conversations),
})
const [load = 0] = loadavg()
const [many, others] = [values.messages, values.conversations].map((count) => Number(count).toLocaleString('en'))
console.log(
  `${many} messages in one of ${others} conversations; ${availableParallelism()} cores, load ${load.toFixed(1)}\n`,
)
console.log('                                          ours     limit')
const cdp = await page.context().newCDPSession(page)
await cdp.send('Performance.enable')
const address = `${server.url}/app/inbox/${filled.conversationId}`

await page.addInitScript(`{
  const look = () => {
    if (document.querySelector('[data-placed] [data-row=message]')) requestAnimationFrame((now) => { window.threadPaintedAt = now })
    else requestAnimationFrame(look)
  }
  look()
}`)
await page.goto(`${server.url}/app/inbox`)
await page.getByRole('navigation').first().waitFor()
report(
  'first paint of the thread, from the list',
  median(await times(5, () => paintFromList(page))),
  limits.paint,
  'ms',
)
report(
  'first paint of the thread, loading the page',
  median(await times(5, () => firstPaint(page))),
  limits.paint,
  'ms',
)
const { frames, tasks } = await scroll(page)
report(`longest of ${frames.length} frames in the scroll's trace`, Math.max(...frames), limits.frame, 'ms')
report('longest task of the main thread in it', Math.max(...tasks), limits.frame, 'ms')
report('JS heap after scrolling through pages', (await heap(cdp)) / 1e6, limits.memory, 'MB')
report('webhook to bubble, p95', percentile(await bubbles(page, Number(values.webhooks)), 0.95), limits.bubble, 'ms')
report('layout shift as pictures come', await shiftOfPictures(page), limits.shift, '')
if (missed > 0) process.exitCode = 1

/** From asking for the address to the first row on the screen, by the page's own clock. */
async function firstPaint(on: Page): Promise<number> {
  await on.goto(address)
  return until(on, 'window.threadPaintedAt ?? 0')
}

/** From the press on the conversation in the list to the first row on the screen; the other conversations were not opened yet. */
async function paintFromList(on: Page): Promise<number> {
  await on.goto(`${server.url}/app/inbox`)
  const entry = on.locator(`a[href$="/inbox/${filled.conversationId}"]`).first()
  await entry.waitFor()
  await wait(1_000)
  await on.evaluate(
    `window.addEventListener('pointerdown', ({ timeStamp }) => { window.pressedAt = timeStamp }, { once: true })`,
  )
  await entry.click()
  return (await until(on, 'window.threadPaintedAt ?? 0')) - (await on.evaluate<number>('window.pressedAt'))
}

/** Wheels up through history for a while, as fast as people do. @returns what Chromium's trace of it holds */
async function scroll(on: Page): Promise<TracedWhile> {
  await on.goto(address)
  await on.locator('[data-placed] [data-row=message]').first().waitFor()
  await wait(1_000)
  await on.mouse.move(900, 500)
  return traceWhile(it.browser, on, async () => {
    for (let step = 0; step < 150; step += 1) {
      await on.mouse.wheel(0, -400)
      await wait(16)
    }
  })
}

async function heap(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage')
  const { metrics } = await session.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN
}

/** Posts signed webhooks one by one, and sees when each is a bubble. */
async function bubbles(on: Page, count: number): Promise<number[]> {
  await on.goto(address)
  await on.locator('[data-placed] [data-row=message]').first().waitFor()
  await wait(1_500)
  const found: number[] = []
  for (let n = 0; n < count; n += 1) {
    const text = `bubble number ${n}.`
    const seen = on.locator('[data-placed]').getByText(text, { exact: true }).waitFor()
    const began = performance.now()
    await post(filled.webhook(text, n))
    await seen
    found.push(performance.now() - began)
    await wait(50)
  }
  return found
}

async function post(body: object): Promise<void> {
  const text = JSON.stringify(body)
  const signature = createHmac('sha256', appSecret).update(text).digest('hex')
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` }
  const response = await fetch(`${server.url}/webhooks/whatsapp`, { method: 'POST', headers, body: text })
  if (response.status !== 200) throw new Error(`the webhook was answered ${response.status}`)
}

/** Pictures are uploaded and sent; what moves in the thread from then on by itself. */
async function shiftOfPictures(on: Page): Promise<number> {
  const form = await on.request.post(`${server.url}/v1/media`, {
    headers: { origin: server.url },
    multipart: { file: { name: 'a.png', mimeType: 'image/png', buffer: Buffer.from(picture(800, 500)) } },
  })
  const { id } = (await form.json()) as { id: string } // the contract's Media
  await filled.showPictures(id)
  const gate = Promise.withResolvers<void>()
  await on.route('**/v1/media/*', async (route) => {
    await gate.promise
    await route.continue()
  })
  await on.goto(address)
  await on.locator('[data-placed] [data-row=message]').first().waitFor()
  await wait(1_500)
  const since = await on.evaluate<number>('performance.now()')
  gate.resolve()
  await until(
    on,
    `[...document.querySelectorAll('[data-placed] img')].filter((image) => image.naturalWidth === 800).length`,
  )
  await wait(300)
  return on.evaluate<number>(`new Promise((resolve) => {
    const thread = document.querySelector('[data-placed]')
    new PerformanceObserver((list) => {
      const isOwn = ({ startTime, sources }) => startTime > ${since} && sources.some(({ node }) => thread.contains(node))
      resolve(list.getEntries().filter(isOwn).reduce((sum, { value }) => sum + value, 0))
    }).observe({ type: 'layout-shift', buffered: true })
    setTimeout(() => resolve(0), 500)
  })`)
}

/** Asks the page until what it says is more than nothing. Its policy lets no function be made of a text, so it is asked from outside. */
async function until(on: Page, expression: string): Promise<number> {
  for (;;) {
    const value = await on.evaluate<number>(expression)
    if (value > 0) return value
    await wait(20)
  }
}

async function times(count: number, run: () => Promise<number>): Promise<number[]> {
  const found: number[] = []
  for (let n = 0; n < count; n += 1) found.push(await run())
  return found
}

function percentile(all: readonly number[], part: number): number {
  const sorted = all.toSorted((a, b) => a - b)
  return sorted[Math.min(Math.floor(sorted.length * part), sorted.length - 1)] ?? Number.NaN
}

function median(all: readonly number[]): number {
  return percentile(all, 0.5)
}

function report(what: string, value: number, limit: number, unit: string): void {
  const isMissed = !(value <= limit)
  if (isMissed) missed += 1
  const shown = (number: number) =>
    `${number < 10 ? Number(number.toFixed(2)) : Math.round(number)} ${unit}`.trim().padStart(8)
  console.log(`${what.padEnd(40)} ${shown(value)}  ${shown(limit)}${isMissed ? '  missed' : ''}`)
}
