import type { Conversation } from '@switchboard/contract'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillThread } from '../../bench/console/fill.ts'
import { type Console, expectAccessible, openConsole } from '../support/console.ts'

/* Reading what comes in and sharing it among a team; the thread and the composer have tests of their own. */
let it: Console
/** Bo's console: another member, in another browser. */
let bo: Page

beforeAll(async () => {
  it = await openConsole({ context: { viewport: { width: 1440, height: 900 } } })
  bo = await it.join('agent', 'Bo')
})
afterAll(() => it[Symbol.asyncDispose]())

let numbers = 0
/** Somebody with a phone, who writes. */
async function customer(
  name: string,
  text = `Hello from ${name}`,
): Promise<{ readonly writes: (text: string) => Promise<void> }> {
  numbers += 1
  const phone = `+44770090${1000 + numbers}`
  const { id } = await it.api<{ id: string }>('POST', '/v1/simulator/customers', { name, phone })
  const writes = async (words: string) => {
    await it.api('POST', `/v1/simulator/customers/${id}/messages`, { type: 'text', text: words })
  }
  await writes(text)
  return { writes }
}

async function conversationWith(name: string): Promise<Conversation> {
  const find = async () =>
    (await it.api<{ items: Conversation[] }>('GET', `/v1/conversations?q=${encodeURIComponent(name)}`)).items[0]
  await expect.poll(find).toBeDefined()
  const found = await find()
  if (!found) throw new Error(`nobody is called ${name}`)
  return found
}

/** Providers tell the time by the second: what is to be newer than the newest message comes in a later one. */
async function nextSecond(name: string): Promise<void> {
  const { lastInboundAt } = await conversationWith(name)
  await expect.poll(() => Date.now()).toBeGreaterThan(Date.parse(lastInboundAt ?? '') + 1_000)
}

const row = (page: Page, name: string) =>
  page.getByRole('region', { name: 'Conversations' }).getByRole('link', { name: new RegExp(name) })
const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' })

async function open(page: Page, name: string): Promise<void> {
  await page.goto(`${it.server.url}/app/inbox`)
  await row(page, name).click()
  await page.getByRole('heading', { level: 2, name }).waitFor()
}

test('who has no conversation yet is shown how the first one comes to be', async () => {
  await it.page.goto(`${it.server.url}/app/inbox`)
  await it.page.getByRole('heading', { name: 'Nobody has written yet' }).waitFor()
  await expectAccessible(it.page)
})

test('a first message appears by itself, counts as unread in the title, and is read once it is looked at', async () => {
  const { page } = it
  await page.goto(`${it.server.url}/app/templates`)
  await customer('Ana Lima')
  await expect.poll(() => page.title()).toMatch(/^\(1\) Templates/)
  await page.goto(`${it.server.url}/app/inbox`)
  await row(page, 'Ana Lima').getByText('1 unread message').waitFor()
  await row(page, 'Ana Lima').click()
  await page.waitForURL(/\/app\/inbox\/[\da-f-]{36}/)
  await expect.poll(() => page.title()).toMatch(/^Ana Lima/)
  await expect.poll(() => row(page, 'Ana Lima').getByText('unread').count()).toBe(0)
  // For the other member it is as unread as before; their page may hear of it later than this one.
  await expect.poll(() => bo.title()).toMatch(/^\(1\)/)
})

test('two members in one conversation see each other, and each what the other does', async () => {
  const { page } = it
  await open(page, 'Ana Lima')
  await open(bo, 'Ana Lima')
  await bo.getByText('Olga is looking at this too').waitFor()
  await page.getByText('Bo is looking at this too').waitFor()
  // Who stops typing is soon taken for looking only.
  await expect
    .poll(async () => {
      await bo.locator('textarea, [contenteditable="true"]').first().pressSequentially('I ')
      return page.getByText('Bo is typing an answer').count()
    })
    .toBe(1)
  await button(bo, 'Assign').click()
  await bo.getByRole('menuitem', { name: 'Assign to me' }).click()
  await button(page, 'Assigned to Bo: change').waitFor()
  await page.getByRole('region', { name: 'Details' }).getByText('Bo took it').waitFor()
  await page.getByRole('region', { name: 'Messages' }).getByText('Bo took it').waitFor()
  await bo.goto(`${it.server.url}/app/templates`)
  await expect.poll(() => page.getByText(/^Bo is /).count()).toBe(0)
})

test('choices of the list are in the address, with how many there are of each', async () => {
  const { page } = it
  await customer('Chidi')
  await page.goto(`${it.server.url}/app/inbox`)
  await row(page, 'Chidi').waitFor()
  await button(page, /^Open 2/).waitFor()
  await button(bo, /./).first().waitFor()
  await bo.goto(`${it.server.url}/app/inbox?view=mine`)
  await row(bo, 'Ana Lima').waitFor()
  expect(await row(bo, 'Chidi').count()).toBe(0)
  await button(page, /^Mine/).click()
  await page.waitForURL(/view=mine/)
  await page.getByText('Nothing is assigned to you').waitFor()
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitemcheckbox', { name: /Unassigned/ }).click()
  await page.waitForURL(/view=unassigned/)
  await row(page, 'Chidi').waitFor()
  await page.getByPlaceholder('Find by name or number').fill('ana')
  await page.waitForURL(/q=ana/)
  await page.getByText('Nothing matches').waitFor()
  await button(page, 'Show everything').click()
  await row(page, 'Chidi').waitFor()
})

test('a label is made and set where it is needed, and the list is narrowed to it', async () => {
  const { page } = it
  await open(page, 'Chidi')
  await button(page, 'Labels').click()
  await page.getByPlaceholder('Find or make a label').fill('Refund')
  await page.keyboard.press('Enter')
  await row(page, 'Chidi').getByText('Labels: Refund').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('region', { name: 'Messages' }).getByText('Olga added “Refund”').waitFor()
  await page.getByRole('button', { name: 'Filter by account and label' }).click()
  await page.getByRole('menuitemcheckbox', { name: /Refund/ }).click()
  await page.waitForURL(/label=/)
  await expect.poll(() => row(page, 'Ana Lima').count()).toBe(0)
  await row(page, 'Chidi').waitFor()
})

test('what is resolved leaves the list, and comes back when the customer writes', async () => {
  const { page } = it
  const { writes } = await customer('Elif')
  await open(page, 'Elif')
  await page.keyboard.press('Alt+e')
  await button(page, 'Reopen').waitFor()
  await expect.poll(() => row(page, 'Elif').count()).toBe(0)
  await nextSecond('Elif')
  await writes('One more thing')
  await row(page, 'Elif').getByText('One more thing').waitFor()
  await button(page, 'Resolve').waitFor()
})

test('what is snoozed waits in its own list and can be taken back at once', async () => {
  const { page } = it
  await open(page, 'Elif')
  await page.keyboard.press('Alt+m')
  await page.getByRole('button', { name: /^Tomorrow/ }).click()
  await expect.poll(() => row(page, 'Elif').count()).toBe(0)
  await page
    .getByText(/^Snoozed until/)
    .first()
    .waitFor()
  await page.goto(`${it.server.url}/app/inbox?view=snoozed`)
  await row(page, 'Elif').click()
  await button(page, 'Reopen').click()
  await page.getByText('Nothing is snoozed').waitFor()
  expect((await conversationWith('Elif')).status).toBe('open')
})

test('keys lead from one conversation to the next and back', async () => {
  const { page } = it
  await page.goto(`${it.server.url}/app/inbox`)
  await row(page, 'Elif').waitFor()
  for (const [key, name] of [
    ['Alt+j', 'Elif'],
    ['Alt+j', 'Chidi'],
    ['Alt+k', 'Elif'],
  ] as const) {
    await page.keyboard.press(key)
    await page.getByRole('heading', { level: 2, name }).waitFor()
  }
})

test('the details name the person, keep notes for the team and say whether they may be written to', async () => {
  const { page } = it
  await open(page, 'Chidi')
  const details = page.getByRole('region', { name: 'Details' })
  await details.getByRole('textbox', { name: 'A note for your team' }).fill('Prefers the morning')
  await button(page, 'Add note').click()
  await details.getByText('Prefers the morning').waitFor()
  await button(page, 'Change the name').click()
  await details.getByRole('textbox', { name: 'Name', exact: true }).fill('Chidi from the shop')
  await button(page, 'Save').click()
  await row(page, 'Chidi from the shop').waitFor()
  await page.getByRole('switch', { name: 'Has not opted out' }).click()
  await page.getByLabel('Where did they say so?').fill('on the phone')
  await button(page, 'Opt out').click()
  await details.getByText(/Opted out on .*on the phone/).waitFor()
})

test('who reads down in the list keeps their place while others write, and pages come as one scrolls', async () => {
  const { page } = it
  const many = Array.from({ length: 60 }, (_, index) => `Many ${String(index).padStart(2, '0')}`)
  for (let at = 0; at < many.length; at += 10) await Promise.all(many.slice(at, at + 10).map((name) => customer(name)))
  await expect.poll(async () => (await it.api<{ open: number }>('GET', '/v1/conversations/counts')).open).toBe(63)
  await page.goto(`${it.server.url}/app/inbox`)
  const list = page.getByRole('region', { name: 'Conversations' })
  await list.getByRole('link').first().waitFor()
  await list.getByRole('link').first().hover()
  await expect
    .poll(async () => {
      await page.mouse.wheel(0, 2_000)
      return row(page, 'Ana Lima').count()
    })
    .toBe(1)
  const place = async () => Math.round((await row(page, 'Ana Lima').boundingBox())?.y ?? 0)
  // Until the page after this one is there and the wheel has come to rest.
  let last = Number.NaN
  let same = 0
  await expect
    .poll(async () => {
      const y = await place()
      same = y === last ? same + 1 : 0
      last = y
      return same
    })
    .toBeGreaterThan(10)
  const before = await place()
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await customer('Newest but one')
  await button(page, /^Open 64/).waitFor()
  expect(Math.abs((await place()) - before)).toBeLessThan(3)
  await page.emulateMedia({ reducedMotion: 'no-preference' })
  await customer('Newest of all')
  await button(page, /^Open 65/).waitFor()
  expect(Math.abs((await place()) - before)).toBeLessThan(3)
})

test('what is unread is marked where it begins, also beyond the first page, and “newest” leads past it', async () => {
  const { page } = it
  const { writes } = await customer('Nadia', 'Where it begins')
  for (let at = 0; at < 60; at += 1) await writes(`Line ${at}.`)
  await expect.poll(async () => (await conversationWith('Nadia')).unreadCount).toBe(61)
  await open(page, 'Nadia')
  const thread = page.getByRole('region', { name: 'Messages' })
  await thread.getByText('61 unread messages').waitFor()
  await thread.getByText('Where it begins').waitFor()
  expect(await thread.getByText('Line 59.').count()).toBe(0)
  await button(page, 'To the newest message').click()
  await thread.getByText('Line 59.').waitFor()
})

test('what is read in one tab is read in the other ones of the same person', async () => {
  const { page } = it
  await page.goto(`${it.server.url}/app/inbox`)
  const { writes } = await customer('Tab')
  await row(page, 'Tab').getByText('1 unread message').waitFor()
  const unread = async () => (await it.api<{ unread: number }>('GET', '/v1/conversations/counts')).unread
  const before = await unread()
  await expect.poll(() => page.title()).toContain(`(${before})`)
  const other = await it.context.newPage()
  await open(other, 'Tab')
  await row(page, 'Tab').getByText('unread').waitFor({ state: 'detached' })
  await expect.poll(() => page.title()).toContain(`(${before - 1})`)
  await other.close()
  await nextSecond('Tab')
  await writes('One more')
  await row(page, 'Tab').getByText('1 unread message').waitFor()
})

test('who asked for it is notified of what comes in while they look elsewhere, and led there', async () => {
  await it.context.grantPermissions(['notifications'], { origin: it.server.url })
  const page = await it.context.newPage()
  // Only to see what it is called with: what is called is the browser's own.
  await page.addInitScript(`{
    globalThis.shown = []
    globalThis.Notification = new Proxy(Notification, {
      construct: (real, given) => {
        const one = new real(...given)
        globalThis.shown.push(one)
        return one
      },
    })
  }`)
  await page.goto(`${it.server.url}/app/templates`)
  await page.goto(`${it.server.url}/app/inbox`)
  await button(page, 'Notify me of new messages').click()
  await button(page, 'Notifications of new messages are on').waitFor()
  // Otherwise Playwright has every page believe that it is looked at.
  const session = await it.context.newCDPSession(page)
  await session.send('Emulation.setFocusEmulationEnabled', { enabled: false })
  await it.page.bringToFront()
  await page.waitForFunction('!document.hasFocus()')
  await customer('Noor', 'Are you open?')
  const shown = () => page.evaluate<object[]>('shown.map(({ title, body, tag }) => ({ title, body, tag }))')
  await expect.poll(shown).toHaveLength(1)
  const { id } = await conversationWith('Noor')
  expect(await shown()).toEqual([{ title: 'Noor', body: 'Are you open?', tag: id }])
  await page.evaluate('shown[0].onclick()')
  await page.waitForURL(`**/app/inbox/${id}`)
  await page.close()
})

test('who only reads is offered nothing that changes a conversation', async () => {
  const viewer = await it.join('viewer', 'Vera')
  await open(viewer, 'Newest of all')
  for (const name of ['Assign', 'Labels', 'Snooze', 'Resolve', 'Change the name'])
    expect([name, await button(viewer, name).count()]).toEqual([name, 0])
})

test('who signs out leaves nothing in the browser that they had begun to write', async () => {
  await open(bo, 'Newest of all')
  const writing = bo.getByRole('textbox', { name: 'Answer' })
  await writing.fill('Half a thought')
  const drafts = () => bo.evaluate<string[]>(`Object.keys(localStorage).filter((key) => key.includes('draft/'))`)
  // The other one is of what they began to write to Ana.
  await expect.poll(drafts).toHaveLength(2)
  await button(bo, /^You:/).click()
  await bo.getByRole('menuitem', { name: 'Sign out' }).click()
  await bo.waitForURL(/sign-in/)
  expect(await drafts()).toEqual([])
})

test('the inbox has no violation of accessibility in either look, wide or on a phone, where one pane is shown at a time', async () => {
  const { page } = it
  const { id } = await conversationWith('Chidi')
  await page.goto(`${it.server.url}/app/inbox/${id}`)
  await page.getByRole('region', { name: 'Details' }).getByText('Prefers the morning').waitFor()
  await expectAccessible(page)
  await page.setViewportSize({ width: 390, height: 780 })
  expect(await row(page, 'Chidi').isVisible()).toBe(false)
  const { x = 0 } = (await button(page, /^You:/).boundingBox()) ?? {}
  expect(x).toBeGreaterThan(330)
  await expectAccessible(page)
  await button(page, 'Details of the contact').click()
  await page.getByRole('region', { name: 'Details' }).waitFor()
  await expectAccessible(page)
  await button(page, 'Close the details').click()
  await button(page, 'Back to the list').click()
  await row(page, 'Newest of all').waitFor()
  await expectAccessible(page)
})

test('ten thousand conversations: pages come by scrolling alone, and only what is in sight is in the document', async () => {
  const { page } = it
  await page.setViewportSize({ width: 1440, height: 900 })
  await fillThread(it.dataDirectory, { messages: 1, conversations: 10_000 })
  await page.goto(`${it.server.url}/app/inbox`)
  const list = page.getByRole('region', { name: 'Conversations' }).getByRole('list').last()
  await list.getByRole('link').first().waitFor()
  const height = () => list.evaluate(({ clientHeight }) => clientHeight)
  await expect
    .poll(
      () =>
        list.evaluate((rows) => {
          rows.parentElement?.scrollTo(0, rows.clientHeight)
          return rows.clientHeight
        }),
      { interval: 10 },
    )
    .toBeGreaterThan(68 * 10_000)
  expect(await list.getByRole('link').count()).toBeLessThan(40)
  // Back at the top the newest are there, and what comes in stands before them.
  await list.evaluate((rows) => rows.parentElement?.scrollTo(0, 0))
  await customer('Newest of thousands')
  await row(page, 'Newest of thousands').waitFor()
  expect(await height()).toBeGreaterThan(68 * 10_000)
})
