import { base32 } from '@better-auth/utils/base32'
import { createOTP } from '@better-auth/utils/otp'
import {
  Client,
  type OAuthClientProvider,
  type StoredOAuthClientInformation,
  type StoredOAuthTokens,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from '@modelcontextprotocol/client'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startReceiver, verified } from '../../packages/server/src/outgoing-webhooks/outgoing-webhooks.case.ts'
import { type Console, expectAccessible, expectPlainPageAccessible, openConsole, owner } from '../support/console.ts'
import { switchboard } from '../support/switchboard.ts'

/* People come in, prove that it is they, and are given what their role may: in a real browser. */
let it: Console
const opened: BrowserContext[] = []

beforeAll(async () => {
  it = await openConsole({ environment: { SWITCHBOARD_START_LINK: 'true', SWITCHBOARD_FETCH_ALLOWED: '127.0.0.1/32' } })
})
afterAll(async () => {
  await Promise.all(opened.map((context) => context.close()))
  await it[Symbol.asyncDispose]()
})

/** A browser of somebody who is not signed in. */
async function stranger(): Promise<Page> {
  const context = await it.browser.newContext({ locale: 'en-GB', permissions: ['clipboard-write'] })
  opened.push(context)
  return await context.newPage()
}

async function section(page: Page, name: string, heading: string): Promise<void> {
  await page.goto(`${it.server.url}/app/settings/${name}`)
  await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor()
}

async function signIn(page: Page, email: string, password: string = owner.password): Promise<void> {
  await page.goto(`${it.server.url}/sign-in`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** Of somebody who wrote. */
async function conversation(): Promise<string> {
  const phone = '+447700901999'
  const { id } = await it.api<{ id: string }>('POST', '/v1/simulator/customers', { name: 'Cora', phone })
  await it.api('POST', `/v1/simulator/customers/${id}/messages`, { type: 'text', text: 'Hello' })
  const find = () => it.api<{ items: { id: string }[] }>('GET', '/v1/conversations?q=Cora')
  await expect.poll(async () => (await find()).items.length).toBe(1)
  return (await find()).items[0]?.id ?? ''
}

const onConsole = (page: Page) => page.waitForURL(/\/app\//)

test('the link of the start opens the console signed in; its owner takes a name, an address and a password', async () => {
  const { page } = it
  await section(page, 'account', 'Your account')
  await page.getByLabel('Name', { exact: true }).fill(owner.name)
  await page.getByLabel('E-mail').fill(owner.email)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved', { exact: true }).waitFor()
  await section(page, 'security', 'Signing in')
  await page.getByLabel('New password').fill(owner.password)
  await page.getByRole('button', { name: 'Set password' }).click()
  await page.getByText('The password is set.').first().waitFor()
  const elsewhere = await stranger()
  await signIn(elsewhere, owner.email)
  await onConsole(elsewhere)
  // It is seen where one is signed in, and ended from there.
  await section(page, 'security', 'Signing in')
  await page.getByRole('list', { name: 'Where you are signed in' }).getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('button', { name: 'Sign out', exact: true }).waitFor({ state: 'hidden' })
  await elsewhere.goto(`${it.server.url}/app/search`)
  await elsewhere.waitForURL(/\/sign-in\?to=/)
})

test('an invitation is made, copied, accepted by somebody else, and gone', async () => {
  const { page } = it
  await section(page, 'members', 'Members')
  await page.getByRole('button', { name: 'Invite somebody' }).click()
  await page.getByLabel('Role', { exact: true }).selectOption('viewer')
  await page.getByLabel('E-mail').fill('vera@example.com')
  await page.getByRole('button', { name: 'Make a link' }).click()
  const link = (await page.getByRole('dialog').locator('code').textContent()) ?? ''
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await page.getByRole('list', { name: 'Open invitations' }).getByText('vera@example.com').waitFor()
  const vera = await stranger()
  await vera.goto(link)
  await expectPlainPageAccessible(vera)
  await vera.getByLabel('Your name').fill('Vera')
  await vera.getByLabel('Password').fill(owner.password)
  await vera.getByRole('button', { name: 'Join' }).click()
  await onConsole(vera)
  await section(page, 'members', 'Members')
  await page.getByRole('list', { name: 'People' }).getByText('Vera', { exact: true }).waitFor()
  await page.getByText('None. A link that you make').waitFor()
  await vera.goto(link)
  await vera.getByRole('heading', { name: 'This link leads nowhere' }).waitFor()
  await expectPlainPageAccessible(vera)
})

test('an owner makes another workspace, sees which one they are in, and goes back; other tabs follow', async () => {
  const { page } = it
  const otherTab = await page.context().newPage()
  await otherTab.goto(`${it.server.url}/app/settings/members`)
  await otherTab.getByRole('list', { name: 'People' }).waitFor()
  await section(page, 'workspace', 'Workspace')
  await page.getByRole('button', { name: 'Make another workspace' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('Second shop')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Make it and go there' }).click()
  const menu = page.getByRole('button', { name: 'Workspace: Second shop' })
  await menu.waitFor()
  await otherTab.getByRole('button', { name: 'Workspace: Second shop' }).waitFor()
  await section(page, 'members', 'Members')
  await page.getByRole('list', { name: 'People' }).getByText('Olga', { exact: true }).waitFor()
  expect(await page.getByRole('list', { name: 'People' }).getByRole('listitem').count()).toBe(1)
  await menu.click()
  await page.getByRole('menuitemcheckbox', { name: 'Second shop', checked: true }).waitFor()
  await page.getByRole('menuitemcheckbox', { name: 'Default', checked: false }).click()
  await page.getByRole('button', { name: 'Workspace: default' }).waitFor()
  await otherTab.getByRole('button', { name: 'Workspace: default' }).waitFor()
  await otherTab.close()
})

test('a second factor is set up with an app, asked for at the next sign-in, and a backup code stands in for it once', async () => {
  const tina = await it.join('agent', 'Tina')
  await section(tina, 'security', 'Signing in')
  await tina.getByRole('button', { name: 'Set up codes' }).click()
  await tina.getByLabel('Your password').fill('not her password')
  await tina.getByRole('button', { name: 'Next' }).click()
  await tina.getByText('That is not your password.').waitFor()
  await tina.getByLabel('Your password').fill(owner.password)
  await tina.getByRole('button', { name: 'Next' }).click()
  await tina.getByRole('img', { name: /QR code/ }).waitFor()
  const seed = (await tina.getByTestId('seed').textContent()) ?? ''
  const code = () => createOTP(Buffer.from(base32.decode(seed)).toString()).totp()
  await tina.getByLabel('Code that the app shows').fill('000000')
  await tina.getByRole('button', { name: 'Switch on' }).click()
  await tina.getByText('The code is wrong or too old.').waitFor()
  await tina.getByLabel('Code that the app shows').fill(await code())
  await tina.getByRole('button', { name: 'Switch on' }).click()
  const backup = await tina.getByRole('list', { name: 'Backup codes' }).getByRole('listitem').first().textContent()
  const next = await stranger()
  await signIn(next, 'tina@example.com')
  await next.getByRole('heading', { name: 'One more step' }).waitFor()
  await expectPlainPageAccessible(next)
  await next.getByLabel('Code').fill(await code())
  await next.getByRole('button', { name: 'Go on' }).click()
  await onConsole(next)
  for (const outcome of [/\/app\//, /\/sign-in\/code/]) {
    const again = await stranger()
    await signIn(again, 'tina@example.com')
    await again.getByLabel('Code').fill(backup ?? '')
    await again.getByRole('button', { name: 'Go on' }).click()
    await again.waitForURL(outcome)
  }
})

test('a passkey is added and signs in, on a device that has one', async () => {
  const page = await stranger()
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
    },
  })
  // Reached by a name: browsers give passkeys to no address.
  const link = (await switchboard(it.dataDirectory, ['open'])).stdout.trim()
  expect(link).toMatch(/^http:\/\/localhost:/)
  await page.goto(link)
  await onConsole(page)
  const { origin } = new URL(link)
  await page.goto(`${origin}/app/settings/security`)
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page
    .getByRole('list', { name: 'Passkeys' })
    .getByText(/^Passkey/)
    .waitFor()
  await page.context().clearCookies()
  await page.goto(`${origin}/sign-in?to=/app/settings/labels`)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.waitForURL(`${origin}/app/settings/labels`)
})

test('each role is offered what it may, and the server refuses the rest', async () => {
  const { page } = it
  const you = ['Your account', 'Signing in', 'Preferences']
  const agents = [...you, 'Members', 'Roles', 'Canned replies', 'Labels']
  const managers = ['Workspace', 'Members', 'Roles', 'Working hours', 'Retention']
  const all = [...you, ...managers, 'Canned replies', 'Labels', 'Sending policies', 'API keys', 'Outgoing webhooks']
  const [viewer, agent, admin] = [
    await it.join('viewer', 'Vito'),
    await it.join('agent', 'Alma'),
    await it.join('admin', 'Adam'),
  ]
  for (const [who, shown] of [
    [viewer, you],
    [agent, agents],
    [admin, all],
    [page, all],
  ] as const) {
    await section(who, 'account', 'Your account')
    const links = await who.getByRole('navigation', { name: 'Settings' }).getByRole('link').allTextContents()
    expect(links).toEqual(shown)
  }
  // By its address neither.
  await viewer.goto(`${it.server.url}/app/settings/keys`)
  await viewer.getByRole('heading', { name: 'Your role does not include this page' }).waitFor()
  await viewer.goto(`${it.server.url}/app/assistants`)
  await viewer.getByText('No assistant of yours').waitFor()
  const asked = async (who: Page, method: string, path: string, data?: object) =>
    (
      await who.request.fetch(it.server.url + path, {
        method,
        headers: { origin: it.server.url },
        ...(data && { data }),
      })
    ).status()
  const retention = { days: 30 }
  const name = { name: 'Desk' }
  for (const [who, keys, rename, shorter] of [
    [viewer, 403, 403, 403],
    [agent, 403, 403, 403],
    [admin, 200, 200, 403],
    [page, 200, 200, 200],
  ] as const) {
    expect(await asked(who, 'GET', '/v1/keys')).toBe(keys)
    expect(await asked(who, 'PATCH', '/v1/settings/workspace', name)).toBe(rename)
    expect(await asked(who, 'PUT', '/v1/settings/retention', retention)).toBe(shorter)
  }
  // Who only reads is offered nothing to write with.
  const conversationId = await conversation()
  await viewer.goto(`${it.server.url}/app/inbox/${conversationId}`)
  await viewer.getByText('You can read here.').waitFor()
  expect(await viewer.getByRole('textbox', { name: /message/i }).count()).toBe(0)
  const content = { type: 'text', text: 'Hello' }
  expect(await asked(viewer, 'POST', '/v1/messages', { to: { conversationId }, content })).toBe(403)
  expect(await asked(agent, 'POST', '/v1/messages', { to: { conversationId }, content })).toBe(202)
  // An admin is offered no way to make or change an owner.
  await section(admin, 'members', 'Members')
  await admin.getByRole('button', { name: 'Invite somebody' }).click()
  await expect
    .poll(() => admin.getByLabel('Role', { exact: true }).locator('option').allTextContents())
    .toEqual(['Admin', 'Agent', 'Viewer'])
})

test('an assistant is let in by clicking through the consent page, and reads', async () => {
  const { page } = it
  const redirect = 'http://127.0.0.1:7777/callback'
  let wanted: URL | undefined
  let client: StoredOAuthClientInformation | undefined
  let tokens: StoredOAuthTokens | undefined
  let verifier = ''
  const provider: OAuthClientProvider = {
    redirectUrl: redirect,
    clientMetadata: {
      client_name: 'Helper',
      redirect_uris: [redirect],
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
    },
    clientInformation: () => client,
    saveClientInformation: (made) => void (client = made),
    tokens: () => tokens,
    saveTokens: (given) => void (tokens = given),
    redirectToAuthorization: (address) => void (wanted = address),
    saveCodeVerifier: (text) => void (verifier = text),
    codeVerifier: () => verifier,
  }
  const transport = () => new StreamableHTTPClientTransport(new URL(`${it.server.url}/mcp`), { authProvider: provider })
  const first = transport()
  await expect(new Client({ name: 'test', version: '1' }).connect(first)).rejects.toThrow(UnauthorizedError)
  // The client's own address is played here: what the browser is sent to is what it would be told.
  const person = await stranger()
  await person.context().addCookies(await page.context().cookies())
  const called = Promise.withResolvers<URL>()
  await person.context().route(`${redirect}**`, async (route) => {
    called.resolve(new URL(route.request().url()))
    await route.fulfill({ body: 'done' })
  })
  await person.goto(wanted?.href ?? '')
  await person.getByRole('heading', { name: 'Let “Helper” in?' }).waitFor()
  await expectPlainPageAccessible(person)
  await person.getByLabel('It only reads').check()
  await person.getByRole('button', { name: 'Allow', exact: true }).click()
  await first.finishAuth((await called.promise).searchParams)
  const assistant = new Client({ name: 'test', version: '1' })
  await assistant.connect(transport())
  const { tools } = await assistant.listTools()
  expect(tools.map(({ name }) => name)).toContain('list_conversations')
  expect(tools.map(({ name }) => name)).not.toContain('send_message')
  await assistant.close()
})

test('a key is made with limits, shown once, and revoked', async () => {
  const { page, server } = it
  await section(page, 'keys', 'API keys')
  await page.getByRole('button', { name: 'New API key' }).first().click()
  await page.getByLabel('Name', { exact: true }).fill('shop')
  await page.getByRole('button', { name: 'Read and send' }).click()
  await page.getByLabel('Messages a day, at most').fill('20')
  await page.getByRole('button', { name: 'Make the key' }).click()
  const key = (await page.getByRole('dialog').locator('code').textContent()) ?? ''
  const headers = { authorization: `Bearer ${key}` }
  expect((await fetch(`${server.url}/v1/me`, { headers })).status).toBe(200)
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await page.getByText('20 messages a day').waitFor()
  await page.getByRole('button', { name: 'Actions for shop' }).click()
  await page.getByRole('menuitem', { name: 'Revoke' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await page.getByText('20 messages a day').waitFor({ state: 'hidden' })
  expect((await fetch(`${server.url}/v1/me`, { headers })).status).toBe(401)
})

test('an endpoint is added, told of what happens, told again, and given another secret', async () => {
  const { page } = it
  await using receiver = await startReceiver()
  await section(page, 'webhooks', 'Outgoing webhooks')
  await page.getByRole('button', { name: 'Add an endpoint' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Address').fill(`${receiver.url}/hook`)
  await dialog.getByLabel('All, also those of later versions').uncheck()
  await dialog.getByLabel('message.*').uncheck()
  expect(await dialog.getByRole('button', { name: 'Add an endpoint' }).isDisabled()).toBe(true)
  await dialog.getByLabel('contact.*').check()
  await dialog.getByRole('button', { name: 'Add an endpoint' }).click()
  const shownSecret = async () => (await dialog.locator('code').first().textContent()) ?? ''
  await dialog.getByText('The secret of this endpoint').waitFor()
  const secret = await shownSecret()
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await page.getByRole('link', { name: new RegExp(`${receiver.url}/hook`) }).click()
  await page.getByText('Nothing was sent there yet.').waitFor()
  await page.getByRole('button', { name: 'Send a test' }).click()
  await page.getByText(/^It answered 2\d\d after/).waitFor()
  receiver.answer = () => ({ status: 410, text: 'gone away' })
  await it.api('POST', '/v1/simulator/customers', { name: 'Wes', phone: '+447700901777' })
  await it.api('POST', '/v1/simulator/customers/447700901777/messages', { type: 'text', text: 'Hello' })
  const deliveries = page.getByRole('list', { name: 'Deliveries' })
  await deliveries.getByText('HTTP 410').first().waitFor()
  await expectAccessible(page)
  await deliveries
    .getByRole('link', { name: /^Details: contact/ })
    .first()
    .click()
  await dialog.getByText('gone away').waitFor()
  await page.keyboard.press('Escape')
  receiver.answer = () => ({ status: 204 })
  // An answer of 410 has disabled it.
  await page.getByText('Enabled again, it is sent what happened meanwhile').waitFor()
  await page.getByRole('button', { name: 'Enable', exact: true }).click()
  await page.getByRole('button', { name: 'Disable', exact: true }).waitFor()
  receiver.received.length = 0
  await deliveries
    .getByRole('button', { name: /^Send again: contact/ })
    .first()
    .click()
  await deliveries.getByText('Delivered').first().waitFor()
  await expect.poll(() => receiver.at('/hook').length).toBeGreaterThan(0)
  receiver.answer = () => ({ status: 429, headers: { 'retry-after': '1800' } })
  await deliveries
    .getByRole('button', { name: /^Send again: contact/ })
    .first()
    .click()
  const isPaused = async () => JSON.stringify(await it.api('GET', '/v1/webhook-endpoints')).includes('"pausedUntil":"')
  await expect.poll(isPaused).toBe(true)
  await page.reload()
  await page.getByText(/^Paused until \d/).waitFor()
  receiver.answer = () => ({ status: 204 })
  await page.getByRole('button', { name: 'Go on now' }).click()
  await page.getByRole('button', { name: 'Go on now' }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Disable', exact: true }).click()
  const enabling = page.waitForRequest((request) => request.url().endsWith('/enable'))
  await page.getByRole('button', { name: 'Enable from now on' }).click()
  expect((await enabling).postDataJSON()).toEqual({ from: 'now' })
  await page.getByRole('button', { name: 'Disable', exact: true }).waitFor()
  await page.getByRole('button', { name: 'New secret' }).click()
  await dialog.getByRole('button', { name: 'New secret' }).click()
  await dialog.getByText('The secret of this endpoint').waitFor()
  const renewed = await shownSecret()
  expect(renewed).not.toBe(secret)
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  receiver.received.length = 0
  await page.getByRole('button', { name: 'Send a test' }).click()
  await expect.poll(() => receiver.at('/hook').length).toBeGreaterThan(0)
  // For a day it is signed with both.
  for (const known of [secret, renewed])
    for (const got of receiver.at('/hook')) expect(verified(known, got).type).toBe('webhook.test')
})

test('working hours are saved and shown again', async () => {
  const { page, api } = it
  await section(page, 'working-hours', 'Working hours')
  await page.getByRole('switch', { name: 'Working hours' }).click()
  await page.getByLabel('Monday, from').fill('08:30')
  await page.getByLabel('Day', { exact: true }).fill('2026-12-25')
  await page.getByLabel('What it is called').fill('Christmas')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved', { exact: true }).waitFor()
  expect(await api('GET', '/v1/settings/working-hours')).toMatchObject({
    workingHours: {
      days: { monday: [{ from: '08:30', to: '17:00' }] },
      holidays: [{ date: '2026-12-25', name: 'Christmas' }],
    },
  })
  await page.reload()
  await expect.poll(() => page.getByLabel('Monday, from').inputValue()).toBe('08:30')
})

interface LookedAt {
  readonly about: string
  /** Address below /app/settings and heading. */
  readonly sections: readonly (readonly [string, string])[]
}

const you: LookedAt = {
  about: 'oneself',
  sections: [
    ['', 'Settings'],
    ['account', 'Your account'],
    ['security', 'Signing in'],
    ['preferences', 'Preferences'],
    ['workspace', 'Workspace'],
  ],
}
const workspace: LookedAt = {
  about: 'the workspace',
  sections: [
    ['members', 'Members'],
    ['roles', 'Roles'],
    ['working-hours', 'Working hours'],
    ['retention', 'Retention'],
    ['sending', 'Sending policies'],
  ],
}
const writing: LookedAt = {
  about: 'writing and programs',
  sections: [
    ['canned-replies', 'Canned replies'],
    ['labels', 'Labels'],
    ['keys', 'API keys'],
    ['webhooks', 'Outgoing webhooks'],
  ],
}

test.each([you, workspace, writing])(
  'the settings of $about have no violation of accessibility, in either look',
  async ({ sections }) => {
    const { page, api } = it
    const written = await api<{ items: object[] }>('GET', '/v1/labels')
    if (written.items.length === 0) {
      await api('POST', '/v1/labels', { name: 'Order', colour: 'green' })
      await api('POST', '/v1/canned-replies', { shortCode: 'hours', text: 'We are open from nine to five.' })
    }
    for (const [name, heading] of sections) {
      await section(page, name, heading)
      await page.locator('.animate-pulse').first().waitFor({ state: 'detached' })
      await expectAccessible(page)
    }
  },
)

test('nor has the page to sign in', async () => {
  const guest = await stranger()
  await guest.goto(`${it.server.url}/sign-in`)
  await expectPlainPageAccessible(guest)
})
