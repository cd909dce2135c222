import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noDelays } from '../../packages/server/src/simulator/options.ts'
import { type Simulator, startSimulator } from '../../packages/server/src/simulator/simulator.ts'
import { announceTunnel } from '../../packages/server/src/startup/tunnel.ts'
import { type Console, expectAccessible, openConsole } from '../support/console.ts'

/*
 * From nothing to a number that sends and receives, and to an assistant that asks: with the simulator in Meta's place, and a tunnel
 * that leads to the server's other name.
 */
const accessToken = 'EAAGaTokenThatWorks'
const appSecret = 'f00df00df00df00df00df00df00df00d'
let it: Console
let simulator: Simulator
let accountUrl = ''

beforeAll(async () => {
  simulator = await startSimulator({
    accessToken,
    appSecret,
    phoneNumbers: [
      { id: '106', businessAccountId: '207', displayPhoneNumber: '+1 555-010-0106', verifiedName: 'Bread & Co' },
    ],
    delays: noDelays,
  })
  it = await openConsole({ environment: { WHATSAPP_BASE_URL: simulator.url } })
})
afterAll(async () => {
  await it[Symbol.asyncDispose]()
  await simulator[Symbol.asyncDispose]()
})

test('a page without numbers shows how to connect one', async () => {
  const { page, server } = it
  await page.goto(`${server.url}/app/accounts`)
  await page.getByText('No number yet').waitFor()
  await page.getByRole('link', { name: 'Connect a number' }).first().click()
  await page.getByText('How is the number reached?').waitFor()
  await expectAccessible(page)
  await page.getByRole('link', { name: /Meta Cloud API/ }).click()
  await page.waitForURL(/\/accounts\/new\/cloud-api$/)
})

test('a wrong token is told by its sentence before anything is saved, the right one is accepted', async () => {
  const { page, api } = it
  await page.getByRole('button', { name: 'Check' }).click()
  await page.getByText('Phone number id is needed.').waitFor()
  await page.getByText('Access token is needed.').waitFor()
  await page.getByLabel('Phone number id').fill('106')
  await page.getByLabel('WhatsApp Business account id').fill('207')
  await page.getByLabel('Access token', { exact: true }).fill('EAAGanotherToken')
  await page.getByLabel(/^App secret/).fill(appSecret)
  await page.getByLabel(/^Name/).last().fill('Bakery')
  await page.getByRole('button', { name: 'Check' }).click()
  await page.getByRole('heading', { name: 'Something is not right yet' }).waitFor()
  await page.getByText('Meta does not accept this access token').first().waitFor()
  expect((await api<{ items: unknown[] }>('GET', '/v1/accounts')).items).toEqual([])
  await expectAccessible(page)
  await page.getByLabel('Access token', { exact: true }).fill(accessToken)
  await page.getByRole('button', { name: 'Check' }).click()
  await page.getByRole('heading', { name: 'The provider accepts it' }).waitFor()
  await page.getByText('Bread & Co').waitFor()
  await page.getByRole('button', { name: 'Save and go on' }).click()
  await page.waitForURL(/\/accounts\/[\w-]+\/setup\/webhook/)
  accountUrl = page.url().replace(/\/setup\/.*/, '')
})

test('a tunnel is noticed, its address and the verify token stand there to be copied', async () => {
  const { page, server, dataDirectory } = it
  await page.getByText('The provider cannot reach this server yet').waitFor()
  const url = server.url.replace('127.0.0.1', 'localhost')
  announceTunnel(dataDirectory, { pid: process.pid, url, opens: 'webhooks', startedAt: new Date().toISOString() })
  await page.getByText(`${url}/webhooks/whatsapp`, { exact: true }).waitFor()
  const token = await page.locator('pre').nth(1).textContent()
  const question = `hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=42`
  expect(await (await page.request.get(`${url}/webhooks/whatsapp?${question}`)).text()).toBe('42')
  await page.getByText(/^Meta looked at the address:/).waitFor()
  // Through the tunnel nothing else answers.
  expect((await page.request.get(`${url}/app/`)).status()).toBe(403)
})

test('webhooks are asked for at the provider, and the first one is noticed', async () => {
  const { page } = it
  await page.getByText('Waiting for the first webhook').waitFor()
  await page.getByRole('button', { name: 'Subscribe, and send messages here' }).click()
  await page.getByText(/^→ http:\/\/localhost/).waitFor()
  await simulator.phone('+44 7700 900123').write({ type: 'text', text: 'Do you open on Sunday?' })
  await page.getByText(/^The last webhook came:/).waitFor()
  await expectAccessible(page)
})

test('a test message arrives, and its receipt comes back', async () => {
  const { page } = it
  await page.getByRole('link', { name: 'On to a test message' }).click()
  await page.getByLabel('To', { exact: true }).fill('+44 7700 900123')
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByText('Delivered', { exact: true }).waitFor()
  await page.getByRole('link', { name: 'Done' }).click()
  await page.waitForURL(accountUrl)
})

test('the number shows how it is, is changed, paused and found in the list', async () => {
  const { page, server } = it
  await page.getByText('High quality').waitFor()
  await page.getByRole('button', { name: 'Pause sending' }).click()
  await page.getByRole('button', { name: 'Resume sending' }).waitFor()
  await page.getByRole('tab', { name: 'Edit' }).click()
  await page.waitForURL(/tab=edit/)
  await page.getByLabel('Name', { exact: true }).fill('Bakery, by the station')
  await page.getByLabel(/^Country of numbers/).fill('de')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { name: 'Bakery, by the station' }).waitFor()
  await expect.poll(() => page.getByLabel(/^Country of numbers/).inputValue()).toBe('DE')
  await expectAccessible(page)
  await page.goto(`${server.url}/app/accounts`)
  await page.getByRole('link', { name: /Bakery, by the station.*Paused/ }).waitFor()
  await page.setViewportSize({ width: 360, height: 720 })
  await expectAccessible(page)
  await page.setViewportSize({ width: 1280, height: 720 })
})

test('an assistant is connected with the configuration that is shown, and its first call appears', async () => {
  const { page, server } = it
  await page.goto(`${server.url}/app/assistants`)
  await page.getByRole('link', { name: 'Connect an assistant' }).first().click()
  await page.getByLabel('Which program').selectOption('cursor')
  await page.waitForURL(/client=cursor/)
  await page.getByLabel('What it may').selectOption('reads')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Make a key' }).click()
  await page.getByText('Waiting for the assistant').waitFor()
  const shown = JSON.parse((await page.locator('pre').first().textContent()) ?? '') as {
    mcpServers: { switchboard: { url: string; headers: Record<string, string> } }
  }
  const { url, headers } = shown.mcpServers.switchboard
  const client = new Client({ name: 'Cursor', version: '1.0' })
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }))
  const { tools } = await client.listTools()
  expect(tools.map(({ name }) => name)).not.toContain('send_message')
  await client.callTool({ name: 'list_conversations', arguments: {} })
  await client.close()
  await page.getByText('Cursor is connected.').waitFor()
  await page.getByText('list_conversations', { exact: true }).waitFor()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'To the assistants' }).click()
  await page.getByRole('button', { name: 'Disconnect: Cursor' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click()
  await page.getByText('No assistant yet').waitFor()
  const ended = await page.request.post(url, { headers, data: { jsonrpc: '2.0', id: 1, method: 'ping' } })
  expect(ended.status()).toBe(401)
})

test('where nobody could be asked, nobody is said to accept it', async () => {
  const { page, server } = it
  await page.goto(`${server.url}/app/accounts/new/cloud-api`)
  await page.route('**/v1/accounts/check', async (route) => {
    const findings = [{ field: 'accessToken', state: 'unclear', detail: 'Meta could not be reached.' }]
    await route.fulfill({ json: { ok: true, findings, number: null } })
  })
  await page.getByLabel('Phone number id').fill('107')
  await page.getByLabel('Access token', { exact: true }).fill(accessToken)
  await page.getByRole('button', { name: 'Check' }).click()
  await page.getByRole('heading', { name: 'The provider could not be asked' }).waitFor()
  await page.getByRole('button', { name: 'Check again' }).waitFor()
  await page.unroute('**/v1/accounts/check')
})
