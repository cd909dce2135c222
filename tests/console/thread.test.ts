import type { Locator, Route } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Console, expectAccessible, openConsole } from '../support/console.ts'
import { conversationOf, customerPhone, sayEverything } from '../support/every-content.ts'
import { watchForFailure } from '../support/open-pages.ts'
import { start } from '../support/switchboard.ts'

/* A conversation's messages as people see them, and the search that leads to them. */
let it: Console
let everything: string
let thread: Locator

beforeAll(async () => {
  it = await openConsole({ context: { viewport: { width: 1280, height: 900 }, permissions: ['clipboard-write'] } })
  everything = (await sayEverything(it, '+15550100777', 'Ana Pérez')).id
  thread = it.page.getByRole('region', { name: 'Messages' })
})
afterAll(() => it[Symbol.asyncDispose]())

/** Opens a conversation, and waits until it stands where it begins. */
async function open(id: string, search = ''): Promise<void> {
  await it.page.goto(`${it.server.url}/app/inbox/${id}${search}`)
  await it.page.locator('[data-placed]').waitFor()
}

/** The bubble with these words, scrolled to. Rows that are out of sight are not in the document. */
function bubble(words: string | RegExp): Promise<Locator> {
  return reach(thread.getByRole('article').filter({ hasText: words }))
}

async function reach(found: Locator): Promise<Locator> {
  for (let step = 0; step < 40; step += 1) {
    // Rows move until those above them are measured, and one that leaves the window leaves the document: then it is looked for again.
    if ((await found.count()) > 0 && (await isBroughtIntoView(found.first()))) return found.first()
    await thread.evaluate((list, up) => list.scrollBy(0, up), step < 15 ? -500 : 500)
    await it.page.waitForFunction(
      'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))',
    )
  }
  return found.first()
}

/** And rests there: what moves between a press and its release is not clicked. */
async function isBroughtIntoView(row: Locator): Promise<boolean> {
  await settled(6)
  if ((await row.count()) === 0) return false
  try {
    await row.scrollIntoViewIfNeeded()
  } catch (error) {
    if (error instanceof Error && error.message.includes('not attached')) return false
    throw error
  }
  await settled(12)
  return (await row.count()) > 0
}

/** Waits until nothing on the page has changed its place or size for so many frames. */
async function settled(frames = 30): Promise<void> {
  await it.page.evaluate(`new Promise((resolve) => {
    let quiet = 0
    let before = ''
    const look = () => {
      const now = JSON.stringify([...document.querySelectorAll('[data-row], header, aside')].map((part) => part.getBoundingClientRect()))
      quiet = now === before ? quiet + 1 : 0
      before = now
      if (quiet > ${frames}) resolve()
      else requestAnimationFrame(look)
    }
    look()
  })`)
}

/** How far rows moved by themselves after that time of the page. */
async function shifts(since: number): Promise<number> {
  return it.page.evaluate(`new Promise((resolve) => {
    const thread = document.querySelector('[data-placed]')
    new PerformanceObserver((list) => {
      const isOwn = ({ startTime, sources }) => startTime > ${since} && sources.some(({ node }) => thread.contains(node))
      resolve(list.getEntries().filter(isOwn).reduce((sum, { value }) => sum + value, 0))
    }).observe({ type: 'layout-shift', buffered: true })
    setTimeout(() => resolve(0), 500)
  })`)
}

test('every type of message shows what it is', async () => {
  await open(everything)
  await (await bubble('Until later')).getByRole('button', { name: 'Do not send' }).waitFor()
  const sent = await bubble('Hi Ana, your order A-1007 has left our shop.')
  expect(await sent.getByRole('link', { name: 'Follow it' }).getAttribute('href')).toContain('A-1007')
  await sent.getByText('order_update · en_US').waitFor()
  await (await bubble('Pay here')).getByRole('link', { name: 'Pay now' }).waitFor()
  await (await bubble('This week')).getByText('In the morning').waitFor()
  await (await bubble('Chose from a list')).getByText('Monday').waitFor()
  await (await bubble('Pressed a button')).getByText('Yes, please').waitFor()
  const answer = await bubble('Yes, sadly.')
  expect(await answer.locator('strong').textContent()).toBe('sadly')
  await answer.getByRole('button', { name: 'Reactions: ❤️ Ana Pérez' }).waitFor()
  await (await bubble('Never mind this one')).getByText(/^Taken back by the customer at/).waitFor()
  await (await bubble('I came by your ad')).getByRole('link', { name: 'https://ads.example.com/7' }).waitFor()
  await (await bubble('blue-shirt')).getByText('€39.00').waitFor()
  await (await bubble('Bea Ruiz')).getByText('+34600111222').waitFor()
  await (await bubble('Puerta del Sol')).getByRole('img', { name: /40\.41678, -3\.70379/ }).waitFor()
  await (await bubble('Invoice 7.pdf')).getByRole('link', { name: 'Download Invoice 7.pdf' }).waitFor()
  await (await bubble('A film')).locator('video').waitFor()
  const listing = await bubble('two of these')
  expect(await listing.locator('li').allTextContents()).toEqual(['two of these', 'one of those'])
  expect(await listing.locator('pre').textContent()).toBe('a  b')
  const hello = await bubble('Hello!')
  expect(await hello.locator('strong, em, s, code').allTextContents()).toEqual(['Is', 'really', 'sold', 'out'])
  expect(await hello.locator('a').getAttribute('rel')).toContain('noopener')
})

test('once its list stands, a thread waits for no more code and no words', async () => {
  const { page } = it
  await page.goto(`${it.server.url}/app/inbox`)
  const entry = page.locator(`a[href$="/inbox/${everything}"]`)
  await entry.waitFor()
  // One late file of words would take away the whole page, and React brings back what it took away 300 ms later at the earliest.
  await page.route('**/app/assets/**', () => undefined)
  await entry.click()
  await thread.and(page.locator('[data-placed]')).getByRole('article').first().waitFor()
  await page.unrouteAll({ behavior: 'ignoreErrors' })
})

test('a template is chosen and filled over the conversation, which stays while code and words of it come', async () => {
  const { page } = it
  await open(everything)
  // By its attribute: a dialog hides what is behind it from whoever asks for roles.
  const composer = page.locator('section[aria-label="Write"]')
  await composer.waitFor()
  await page.route('**/app/assets/**', () => undefined)
  await composer.getByRole('button', { name: 'Send a template' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: /^hello_world/ }).click()
  await page.getByRole('dialog', { name: 'hello_world' }).waitFor()
  expect(await composer.isVisible()).toBe(true)
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await open(everything)
  await composer.getByRole('button', { name: 'Send a template' }).click()
  await dialog.getByRole('button', { name: /^hello_world/ }).click()
  await dialog.getByRole('button', { name: 'Send template' }).waitFor()
})

test('hours are written as in the region of the person', async () => {
  await open(everything)
  // The words are English, and the browser British.
  const times = thread.getByRole('article').locator('time')
  await expect.poll(() => times.first().textContent()).toMatch(/^\d\d:\d\d$/)
})

test('a voice message shows how loud it is and plays', async () => {
  await open(everything)
  const note = await reach(thread.getByRole('article').filter({ has: it.page.getByRole('slider') }))
  await note.getByText('0:01').waitFor()
  // Of whichever element plays: a list that is still being measured may draw the message anew before it is pressed.
  const played = it.page
    .locator('html')
    .evaluate((root) => new Promise((done) => root.addEventListener('ended', done, { capture: true, once: true })))
  await note.getByRole('button', { name: 'Play' }).click()
  await played
  await note.getByRole('button', { name: 'Speed: 1×' }).click()
  await note.getByRole('button', { name: 'Speed: 1.5×' }).waitFor()
})

test('a picture opens over everything, and keys lead on, zoom and leave', async () => {
  const { page } = it
  await open(everything)
  await (await bubble('My garden')).getByRole('button', { name: 'Open the picture: My garden' }).click()
  const box = page.getByRole('dialog', { name: '1 of 2' })
  const shown = box.getByRole('img', { name: 'Picture' })
  await expect.poll(() => shown.evaluate((image) => 'naturalWidth' in image && image.naturalWidth)).toBe(640)
  await page.keyboard.press('+')
  expect(await shown.evaluate((image) => image.getAttribute('style'))).toContain('scale(1.4)')
  await page.keyboard.press('ArrowRight')
  await page.getByRole('dialog', { name: '2 of 2' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
})

test('nothing moves when pictures, films and voices come', async () => {
  const { page } = it
  const gate = Promise.withResolvers<void>()
  await page.route('**/v1/media/*', async (route) => {
    await gate.promise
    await route.continue()
  })
  await open(everything)
  const garden = await bubble('My garden')
  await settled()
  const since = await page.evaluate<number>('performance.now()')
  gate.resolve()
  const image = garden.locator('img')
  await expect.poll(() => image.evaluate((loaded) => 'naturalWidth' in loaded && loaded.naturalWidth)).toBe(640)
  await (await bubble('A film')).locator('video').waitFor()
  expect(await shifts(since)).toBe(0)
  await page.unroute('**/v1/media/*')
})

test('a quote leads to what it answers, and that stands out', async () => {
  await open(everything)
  const arabic = await bubble('هل يمكنكم الرد')
  await arabic.getByRole('button', { name: /^Show the message that this answers/ }).click()
  await thread.locator('[data-highlighted]').filter({ hasText: 'Hello!' }).waitFor()
})

test('details tell every receipt, earlier versions, and what came as it came', async () => {
  const { page } = it
  await open(everything)
  await (await bubble('Yes, sadly.')).getByRole('button', { name: /Read$/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Receipts').waitFor()
  await dialog.getByText('Read', { exact: true }).first().waitFor()
  await expectAccessible(page, '[role=dialog]')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await (await bubble('Three shirts')).getByRole('button', { name: 'edited' }).click()
  await dialog.getByText('Tree shirts', { exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await (await bubble(/type “poll”/)).getByRole('button', { name: 'Show as it came' }).click()
  await dialog.getByText('"originalType"').waitFor()
  await page.keyboard.press('Escape')
})

test('what is opened over a conversation has an address, and going back closes it', async () => {
  const { page } = it
  const dialog = page.getByRole('dialog')
  await open(everything)
  // Nothing that public/early.js asked for is asked for again.
  expect(await page.evaluate('switchboardEarly.size')).toBe(0)
  await (await bubble('Yes, sadly.')).getByRole('button', { name: /Read$/ }).click()
  await dialog.getByText('Receipts').waitFor()
  const address = page.url()
  await page.goBack()
  await dialog.waitFor({ state: 'detached' })
  expect(page.url()).not.toBe(address)
  await page.goto(address)
  await dialog.getByText('Receipts').waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  expect(new URL(page.url()).search).toBe('')
})

test('a reaction of ours appears on the bubble and is taken back', async () => {
  await open(everything)
  const choice = await bubble('Chose from a list')
  await choice.hover()
  await choice.getByRole('button', { name: 'React', exact: true }).click()
  await it.page.getByRole('button', { name: 'React with 🎉' }).click()
  await choice.getByRole('button', { name: 'Reactions: 🎉 You' }).waitFor()
  // The row has grown by it.
  await settled(12)
  await choice.getByRole('button', { name: 'Reactions: 🎉 You' }).click()
  await it.page.getByRole('button', { name: 'Take our reaction back' }).click()
  await choice.getByRole('button', { name: 'Reactions: 🎉 You' }).waitFor({ state: 'detached' })
})

test('what the provider refused says why and what to do, and goes again as a new message', async () => {
  const lou = await customerPhone(it.simulatorUrl, '+15550100130', 'Lou')
  await lou.does({ type: 'text', text: 'Hi' })
  await open(await conversationOf(it, 'Lou'))
  const box = it.page.getByRole('textbox', { name: 'Answer' })
  await box.fill('Hello Lou')
  await box.press('Enter')
  const refused = thread.getByText('The business account is locked', { exact: false })
  await refused.waitFor()
  await expectAccessible(it.page)
  await it.page.getByRole('button', { name: 'Send again' }).click()
  await expect.poll(() => refused.count()).toBe(2)
  // Of the first one it was asked for already.
  expect(await it.page.getByRole('button', { name: 'Send again' }).count()).toBe(1)
})

test('nothing in it is a violation of accessibility, wide or narrow', async () => {
  await open(everything)
  await expectAccessible(it.page, '[data-placed]')
  await thread.evaluate((list) => list.scrollBy(0, 1_500))
  await expectAccessible(it.page, '[data-placed]')
  await it.page.setViewportSize({ width: 360, height: 700 })
  await expectAccessible(it.page, '[data-placed]')
  await it.page.setViewportSize({ width: 1280, height: 900 })
})

test('what is said long ago is found by its words and shown in its place, and what comes meanwhile waits below', async () => {
  const { page, server } = it
  const bo = await customerPhone(it.simulatorUrl, '+15550100778', 'Bo')
  const words = ['zebra', ...Array.from({ length: 70 }, (_, n) => `line ${n}`)]
  for (const [n, text] of words.entries()) await bo.does({ type: 'text', text, agoSeconds: 3_600 * 50 - n * 1_000 })
  const id = await conversationOf(it, 'Bo')
  await page.goto(`${server.url}/app/search?q=zebra`)
  await page.locator('mark', { hasText: 'zebra' }).waitFor()
  await expectAccessible(page)
  await page.getByRole('link', { name: /zebra/ }).click()
  await page.waitForURL(new RegExp(`${id}.*around=`))
  await thread.locator('[data-highlighted]', { hasText: 'zebra' }).waitFor()
  for (const [reducedMotion, text] of [
    ['no-preference', 'just now'],
    ['reduce', 'with less motion'],
  ] as const) {
    await page.emulateMedia({ reducedMotion })
    await page.reload()
    await thread.getByText('zebra').waitFor()
    await bo.does({ type: 'text', text })
    await page.getByRole('button', { name: '1 new message' }).click()
    await thread.getByText(text).waitFor()
    await expect
      .poll(() => thread.evaluate((list) => list.scrollHeight - list.scrollTop - list.clientHeight))
      .toBeLessThan(50)
    await page.getByRole('button', { name: /newest|new message/ }).waitFor({ state: 'detached' })
  }
  await page.emulateMedia({ reducedMotion: null })
})

test('what comes between a page, its live line and its code is told to all of it, also to who reads far back', async () => {
  const { server } = it
  const di = await customerPhone(it.simulatorUrl, '+15550100780', 'Di')
  await open(everything)
  const words = ['okapi', ...Array.from({ length: 70 }, (_, n) => `row ${n}`)]
  for (const [n, text] of words.entries()) await di.does({ type: 'text', text, agoSeconds: 3_600 * 50 - n * 1_000 })
  const id = await conversationOf(it, 'Di')
  const log = `${server.url}/v1/events?after=0&limit=500&types=message.received`
  const settledEvents = () => it.context.request.get(log, { headers: { accept: 'application/json' } })
  await expect.poll(async () => (await settledEvents()).text()).toContain('row 69')
  const page = await it.page.context().newPage()
  watchForFailure(page)
  try {
    // A line of the page's own, which can be held up.
    await page.addInitScript('delete globalThis.SharedWorker')
    const asked = Promise.withResolvers<Route>()
    await page.route('**/v1/events', (route) => asked.resolve(route))
    const messages = page.getByRole('region', { name: 'Messages' })
    const said = (text: string) => it.api<{ items: { message: { id: string } }[] }>('GET', `/v1/search?q=${text}`)
    const [okapi] = (await said('okapi')).items
    await page.goto(`${server.url}/app/inbox/${id}?around=${okapi?.message.id}`)
    await messages.getByText('okapi').waitFor()
    const line = await asked.promise
    await di.does({ type: 'text', text: 'meanwhile' })
    await expect.poll(async () => (await said('meanwhile')).items.length).toBe(1)
    await line.continue()
    await page.getByRole('button', { name: '1 new message' }).click()
    await messages.getByText('meanwhile').waitFor()
    await page.unroute('**/v1/events')
    const code = Promise.withResolvers<Route>()
    await page.route('**/assets/inbox-page-*.js', (route) => code.resolve(route))
    const lineAgain = page.waitForResponse('**/v1/events')
    await page.goto(`${server.url}/app/inbox/${id}?around=${okapi?.message.id}`)
    await lineAgain
    await di.does({ type: 'text', text: 'before the code' })
    // Another page shows that it was told.
    await it.page.getByRole('link', { name: /before the code/ }).waitFor()
    await (await code.promise).continue()
    await page.getByRole('button', { name: '1 new message' }).click()
    await messages.getByText('before the code').waitFor()
    // Who comes back soon to where they read is not told of it again.
    await page.getByRole('link', { name: /with less motion/ }).click()
    await messages.getByText('with less motion').waitFor()
    const askedAgain = page.waitForResponse(/messages\?around=/)
    await page.goBack()
    await askedAgain
    await messages.getByText('okapi').waitFor()
    expect(await page.getByRole('button', { name: /new message/ }).count()).toBe(0)
    // Where the log stands is told with the page, and to nobody who is not signed in.
    expect(await page.locator('meta[name="events-after"]').getAttribute('content')).toMatch(/^\d+$/)
    const key = /sb_live_\S+/.exec(server.stdout())?.[0] ?? ''
    for (const headers of [{}, { authorization: `Bearer ${key}` }]) {
      const shell = await (await fetch(`${server.url}/app/`, { headers })).text()
      expect(shell).toContain('<meta name="events-after" content="" />')
    }
  } finally {
    await page.close()
  }
})

test('after the server was gone every message is there once', async () => {
  const { page, server, dataDirectory } = it
  const cleo = await customerPhone(it.simulatorUrl, '+15550100779', 'Cleo')
  await cleo.does({ type: 'text', text: 'before' })
  await open(await conversationOf(it, 'Cleo'))
  await thread.getByText('before', { exact: true }).waitFor()
  server.process.kill('SIGTERM')
  await server.ended
  await using again = await serveAgain(dataDirectory, new URL(server.url).port)
  const late = await customerPhone(again.simulatorUrl, '+15550100779', 'Cleo')
  for (const text of ['after', 'and after']) await late.does({ type: 'text', text })
  await thread.getByText('and after', { exact: true }).waitFor()
  expect(await thread.getByRole('article').allTextContents()).toEqual([
    expect.stringMatching(/^before/),
    expect.stringMatching(/^after/),
    expect.stringMatching(/^and after/),
  ])
  await page.goto('about:blank')
})

/** The same server on the same port. */
async function serveAgain(
  directory: string,
  port: string,
): Promise<AsyncDisposable & { readonly simulatorUrl: string }> {
  const environment = { ADMIN_API_KEY: 'the operator' }
  const { child, ended, stdout, stderr } = start(directory, ['serve', '--port', port], environment)
  await expect.poll(() => child.exitCode !== null || stdout().includes('Try next')).toBe(true)
  const simulatorUrl = /Simulator +(http:\/\/[^\s/]+)\/simulator/.exec(stdout())?.[1]
  if (simulatorUrl === undefined) throw new Error(`the server did not start again: ${stdout()}${stderr()}`)
  return {
    simulatorUrl,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
