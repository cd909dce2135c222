import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Console, expectAccessible, openConsole } from '../support/console.ts'
import { assistantOf, connectAssistant, type Json } from '../support/sending-assistant.ts'
import { postBody, postMessage } from '../support/signed-webhook.ts'

/* What whoever runs a workspace looks at: how much was said, what waits, what came in, and who did what. */
const appSecret = 'the app secret of the operations'
let it: Console

beforeAll(async () => {
  it = await openConsole({ environment: { WHATSAPP_APP_SECRET: appSecret } })
  expect(await postMessage(it.server.url, appSecret, 'wamid.one')).toBe(200)
})
afterAll(() => it[Symbol.asyncDispose]())

test('the overview counts what was said, by day and account, and gives its charts as figures too', async () => {
  const { page, server } = it
  await expect.poll(async () => (await it.api<{ items: unknown[] }>('GET', '/v1/messages')).items).toHaveLength(1)
  await page.goto(`${server.url}/app/overview?days=90`)
  await page.getByRole('heading', { name: 'Messages a day' }).waitFor()
  const card = page.getByRole('region', { name: 'Messages a day' })
  await card.getByRole('button', { name: 'Figures' }).click()
  await card.getByRole('columnheader', { name: 'Received' }).waitFor()
  await page.getByRole('cell', { name: '+1 555 010 0100' }).waitFor()
  await expectAccessible(page)
})

test('a webhook is shown as it came, and read again', async () => {
  const { page, server } = it
  await page.goto(`${server.url}/app/events-in`)
  await page.getByRole('link', { name: '1', exact: true }).click()
  await page.getByRole('dialog', { name: 'Webhook 1' }).getByText('wamid.one').waitFor()
  expect(page.url()).toMatch(/seq=1$/)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Read again', exact: true }).click()
  await page.getByText('One was read again').first().waitFor()
  // Nothing is parked, so there is nothing of that kind to read again.
  const counted = page.waitForResponse((response) => response.url().endsWith('/v1/inbox?state=parked&limit=1'))
  await page.goto(`${server.url}/app/events-in?state=parked`)
  await counted
  await page.getByText('Nothing is parked').waitFor()
  expect(await page.getByRole('button', { name: 'Read parked ones again' }).count()).toBe(0)
})

test('a webhook that nothing can be made of is kept, and parked with the reason', async () => {
  const { page, server } = it
  const body = Buffer.from('{"object": "whatsapp_business_account", "entry": 7}')
  expect(await postBody(server.url, appSecret, body)).toBe(200)
  await expect
    .poll(async () => (await it.api<{ items: unknown[] }>('GET', '/v1/inbox?state=parked')).items)
    .toHaveLength(1)
  await page.goto(`${server.url}/app/events-in?state=parked`)
  await page.getByText(/the entry is not an object/).waitFor()
  await page.getByRole('button', { name: 'Read parked ones again' }).click()
  await page.getByText('Nothing to read again; one stays parked').first().waitFor()
})

test('health tells when each number was last heard of', async () => {
  const { page, server } = it
  await page.goto(`${server.url}/app/health`)
  const row = page.getByRole('row', { name: /\+1 555 010 0100/ })
  await row.getByText('Active', { exact: true }).waitFor()
  await row.getByText('As WhatsApp allows').waitFor()
  expect(await row.locator('time').count()).toBeGreaterThan(0)
  await expectAccessible(page)
})

test('a simulated number says that it is one, and asks for nothing to be set up', async () => {
  const { page, server } = it
  await page.goto(`${server.url}/app/accounts`)
  await page.getByRole('link', { name: /\+1 555 010 0100.*Simulated number/ }).click()
  await page.getByText(/nobody on WhatsApp is reached/).waitFor()
  await page.getByRole('button', { name: 'Check' }).click()
  await page.getByRole('heading', { name: 'The provider accepts it' }).waitFor()
  await page.getByRole('tab', { name: 'Webhooks' }).click()
  await page.getByText(/^Nothing has to be set up/).waitFor()
  expect(await page.getByText('make tunnel').count()).toBe(0)
  await expectAccessible(page)
})

test('the audit names who did what, and an entry is opened by its address', async () => {
  const { page, server } = it
  await page.goto(`${server.url}/app/audit?action=replay`)
  await page.getByRole('link', { name: 'Read webhooks again that came in' }).first().click()
  await page.getByRole('dialog').getByText('POST /v1/inbox/replay').waitFor()
  await page.reload()
  await page.getByRole('dialog').getByText('POST /v1/inbox/replay').waitFor()
  await expectAccessible(page)
})

test('a page without calls says how the first one comes to be', async () => {
  const { page, server } = it
  await page.goto(`${server.url}/app/calls`)
  await page.getByText('No calls yet').waitFor()
  await expectAccessible(page)
})

test('a viewer is offered neither the audit nor the raw webhooks', async () => {
  const page = await it.join('viewer', 'Vera')
  expect(await page.getByRole('link', { name: 'Overview' }).count()).toBe(1)
  expect(await page.getByRole('link', { name: 'Audit' }).count()).toBe(0)
  expect(await page.getByRole('link', { name: 'Events in' }).count()).toBe(0)
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  for (const path of ['audit', 'events-in', 'broadcasts/new', 'templates/new', 'accounts/new']) {
    await page.goto(`${it.server.url}/app/${path}`)
    await page.getByRole('heading', { name: 'Your role does not include this page' }).waitFor()
  }
  expect(asked.filter((path) => path === '/v1/audit' || path === '/v1/inbox')).toEqual([])
})

test('what an assistant sends to many waits as one, names everybody, and is decided about once', async () => {
  const { page, api, server } = it
  const { key } = await api<{ key: string }>('POST', '/v1/keys', {
    name: 'Helper',
    scopes: ['messages:read', 'messages:send', 'accounts:read'],
  })
  await using assistant = assistantOf(await connectAssistant(`${server.url}/mcp`, key))
  const recipients = ['+447700900901', '+447700900902']
  const template = { name: 'hello_world', language: 'en_US' }
  const { structured } = await assistant.call('send_bulk_messages', { recipients, template })
  expect(structured).toMatchObject({ counts: { held: 2 } })
  // What waits was not sent, and answers nobody.
  expect(await api('GET', '/v1/stats')).toMatchObject({ messages: { outbound: 0 }, responseTime: null })
  // A program is called by its key's name, not by an id.
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const refused = await fetch(`${server.url}/v1/labels`, { method: 'POST', headers, body: '{"name": "VIP"}' })
  expect(refused.status).toBe(403)
  await page.goto(`${server.url}/app/audit?outcome=refused`)
  await page.getByRole('cell', { name: 'Helper' }).waitFor()
  await page.goto(`${server.url}/app/approvals`)
  await page.getByRole('link', { name: /2 people/ }).click()
  const bulk = page.getByRole('article', { name: 'Message to 2 people' })
  const everybody = bulk.getByRole('region', { name: '2 recipients' })
  for (const number of recipients) await everybody.getByText(number).waitFor()
  expect(await bulk.getByRole('button', { name: 'Edit and approve' }).count()).toBe(0)
  await expectAccessible(page)
  await bulk.getByRole('button', { name: 'Approve' }).click()
  await page.getByText('Nothing waits for you').waitFor()
  const { items } = await api<{ items: Json[] }>('GET', '/v1/approvals?state=approved')
  expect(items).toMatchObject([{ bulk: [{}, {}] }])
})
