import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Console, expectAccessible, openConsole } from '../support/console.ts'

/* What every page of the console stands in: navigation, commands, look, language, the policy that it is served with. */
let it: Console

beforeAll(async () => {
  it = await openConsole()
})
afterAll(() => it[Symbol.asyncDispose]())

test('the console shows its pages to whoever is signed in, and leads everybody else to the sign-in page and back', async () => {
  const { page, browser, server } = it
  await page.goto(`${server.url}/app/`)
  await page.waitForURL(/\/app\/inbox/)
  expect(await page.title()).toContain('Switchboard')
  const stranger = await (await browser.newContext()).newPage()
  await stranger.goto(`${server.url}/app/search`)
  await stranger.waitForURL(/\/sign-in\?to=%2Fapp%2Fsearch/)
  await stranger.context().close()
})

test('what a page shows first is asked for once, before its code is there', async () => {
  const { page, server } = it
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url().slice(server.url.length)))
  await page.goto(`${server.url}/app/inbox`)
  await page.getByRole('region', { name: 'Conversations' }).waitFor()
  // Its code is named by the page itself, its words by the code of the shell.
  const [code, data, words] = ['/inbox-page', '/v1/me', '/inbox-words'].map((part) =>
    asked.findIndex((path) => path.includes(part)),
  )
  expect(code).toBeGreaterThan(0)
  expect(data).toBeGreaterThan(0)
  expect(Math.max(code ?? 0, data ?? 0)).toBeLessThan(words ?? 0)
  // Each answer that public/early.js asked for was taken by who would have asked for it.
  expect(await page.evaluate('switchboardEarly.size')).toBe(0)
})

test('it is served with a policy that runs no inline script, and its files are kept for a year by their names', async () => {
  const { page, server } = it
  const shell = await page.request.get(`${server.url}/app/anything/at/all`)
  const policy = shell.headers()['content-security-policy'] ?? ''
  expect(policy).toContain("script-src 'self';")
  expect(policy).not.toContain('unsafe-inline')
  expect(/nonce-([^']+)/.exec(policy)?.[1]).toBe(/name="csp-nonce" content="([^"]+)"/.exec(await shell.text())?.[1])
  const script = /src="(\/app\/assets\/[^"]+)"/.exec(await shell.text())?.[1] ?? ''
  const asset = await page.request.get(server.url + script, { headers: { 'accept-encoding': 'br' } })
  expect(asset.headers()).toMatchObject({
    'content-encoding': 'br',
    'cache-control': 'public, max-age=31536000, immutable',
    'content-type': expect.stringContaining('javascript'),
  })
  expect((await page.request.get(`${server.url}/app/assets/gone-1234.js`)).status()).toBe(404)
  expect((await page.request.get(`${server.url}/app/..%2f..%2fpackage.json`)).headers()['content-type']).toContain(
    'html',
  )
})

test('commands are found by what they are called, and by their keys', async () => {
  const { page, server } = it
  await page.goto(`${server.url}/app/inbox`)
  await page.getByRole('navigation').first().waitFor()
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder(/Type what you want/).fill('templates')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/app\/templates/)
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
  await page.keyboard.press('Escape')

  // Also people and groups, and at last what was said.
  await simulator('/customers', { phone: '+447700900771', name: 'Camille Anton' })
  await simulator('/customers/447700900771/messages', { type: 'text', text: 'Hello there' })
  const conversations = () => it.api<{ items: { id: string }[] }>('GET', '/v1/conversations?q=camille')
  await expect.poll(async () => (await conversations()).items.length).toBe(1)
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder(/Type what you want/).fill('anton')
  await page.getByRole('option', { name: /Camille Anton/ }).waitFor()
  expect(await page.getByRole('option').count()).toBe(2)
  await expectAccessible(page, '[role=dialog]')
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/app/inbox/${(await conversations()).items[0]?.id}**`)
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder(/Type what you want/).fill('nobody at all')
  await page.getByRole('option', { name: 'Search messages for “nobody at all”' }).click()
  await page.waitForURL(/\/app\/search\?q=nobody/)
})

async function simulator(path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  await fetch(`${it.simulatorUrl}/simulator${path}`, { method: 'POST', body: JSON.stringify(body), headers })
}

test('keys are changed in the list of shortcuts and hold from then on', async () => {
  const { page, server } = it
  await page.goto(`${server.url}/app/templates`)
  await page.getByRole('heading', { name: 'Templates' }).waitFor()
  await page.keyboard.press('?')
  await page.getByRole('button', { name: 'Change: Keyboard shortcuts' }).click()
  await page.keyboard.press('Alt+h')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.reload()
  await page.getByRole('navigation').first().waitFor()
  await page.keyboard.press('Alt+h')
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
})

test('the look and the language are chosen and stay', async () => {
  const { page, server } = it
  await page.goto(`${server.url}/app/templates`)
  await page.getByRole('button', { name: /^You:/ }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Dark' }).click()
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
  await page.getByRole('button', { name: /^You:/ }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Español' }).click()
  await page.getByRole('heading', { name: 'Plantillas' }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: 'Plantillas' }).waitFor()
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
  expect(await page.locator('html').getAttribute('lang')).toBe('es')
  await page.evaluate('localStorage.clear()')
})

test('an address that leads nowhere says so and shows a way on', async () => {
  const { page, server } = it
  await page.goto(`${server.url}/app/nowhere`)
  await page.getByRole('link', { name: 'To the inbox' }).click()
  await page.waitForURL(/\/app\/inbox/)
})

test('the frame has no violation of accessibility in either look, wide or narrow', async () => {
  const { page, server } = it
  await page.goto(`${server.url}/app/nowhere`)
  await page.getByRole('link', { name: 'To the inbox' }).waitFor()
  await expectAccessible(page)
  await page.setViewportSize({ width: 360, height: 640 })
  await expectAccessible(page)
})
