import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import {
  Client,
  type StoredOAuthTokens,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from '@modelcontextprotocol/client'
import type { WorkspaceId } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSeed } from '../packages/server/src/testing/seed-conversation.ts'
import { Browser } from './support/browser.ts'
import { freePort, Memory, redirect } from './support/oauth-client.ts'
import { databaseUrlOf, poolOf } from './support/rows-of.ts'
import { type Assistant, assistantOf, type Office, openOffice } from './support/sending-assistant.ts'
import { serve, temporaryDirectory } from './support/switchboard.ts'

/* The SDK's own client signs in as an assistant; the browser's part is played by a person who is signed in. */
let office: Office
let url: string
let cookie: string
const digits = '15551230001'
/** Of all servers on this database. */
const serverKey = randomBytes(32).toString('base64')

beforeAll(async () => {
  office = await openOffice({
    ...{ SWITCHBOARD_FETCH_ALLOWED: '127.0.0.0/8', SWITCHBOARD_START_LINK: 'false', SWITCHBOARD_KEY: serverKey },
  })
  url = office.server.url
  const token = /\/welcome\?token=(\S+)/.exec(office.server.stdout())?.[1] ?? ''
  cookie = await join(token, 'Olga')
}, 180_000)
afterAll(() => office[Symbol.asyncDispose]())

/** The cookie of somebody who joined by this link. */
async function join(token: string, name: string): Promise<string> {
  const password = 'correct horse battery'
  const joined = await form('/welcome', { token, name, email: `${name}@example.com`, password })
  expect(joined.status).toBe(303)
  const set = joined.headers.getSetCookie()
  return set.map((line) => line.split(';')[0]).join('; ')
}

/** What `work` does in a browser is done by somebody else. */
async function as<Result>(theirs: string, work: () => Promise<Result>): Promise<Result> {
  const ours = cookie
  cookie = theirs
  try {
    return await work()
  } finally {
    cookie = ours
  }
}

function form(path: string, fields: Record<string, string> | URLSearchParams, origin = url): Promise<Response> {
  return fetch(new URL(path, url), {
    method: 'POST',
    redirect: 'manual',
    headers: { origin, ...(cookie === undefined ? {} : { cookie }) },
    body: new URLSearchParams(fields),
  })
}

const browse = (path: string | URL, headers: Record<string, string> = { cookie }) =>
  fetch(new URL(path, url), { redirect: 'manual', headers })

const transportOf = (authProvider: Memory) => new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { authProvider })

interface Consented {
  readonly page: string
  readonly policy: string
  readonly redirect: URL
}

/** Opens what the client wants opened, reads the page and answers it. */
async function consent(memory: Memory, fields: Record<string, string> = {}): Promise<Consented> {
  const asked = await browse(memory.opened ?? '')
  const shown = await browse(asked.headers.get('location') ?? '')
  const page = await shown.text()
  expect(shown.status, page).toBe(200)
  const query = /name="oauth_query" value="([^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const answered = await form('/oauth/consent', { oauth_query: query, decision: 'allow', access: 'approve', ...fields })
  expect(answered.status, await answered.clone().text()).toBe(303)
  const policy = shown.headers.get('content-security-policy') ?? ''
  return { page, policy, redirect: new URL(answered.headers.get('location') ?? '') }
}

/** The whole way, as the SDK goes it. */
async function letIn(
  memory: Memory,
  fields?: Record<string, string>,
): Promise<Assistant & { readonly shown: Consented }> {
  const first = transportOf(memory)
  await expect(new Client({ name: 'test', version: '1' }).connect(first)).rejects.toThrow(UnauthorizedError)
  const shown = await consent(memory, fields)
  await first.finishAuth(shown.redirect.searchParams)
  const client = new Client({ name: 'test', version: '1' })
  await client.connect(transportOf(memory))
  await client.listTools()
  return { ...assistantOf(client), shown }
}

const tokenRequest = (memory: Memory, fields: Record<string, string>) =>
  fetch(`${url}/api/auth/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: memory.client?.client_id ?? '', ...fields }),
  })

const asks = async (memory: Memory) =>
  (await fetch(`${url}/v1/me`, { headers: { authorization: `Bearer ${memory.kept?.access_token}` } })).status

test('a client finds the way, a person lets it in, it reads, and what it sends waits for approval', async () => {
  await office.customer(digits, 'Anna', 'Where is my order?')
  const refused = await fetch(`${url}/mcp`, { method: 'POST' })
  expect(refused.headers.get('www-authenticate')).toContain(
    `resource_metadata="${url}/.well-known/oauth-protected-resource/mcp"`,
  )
  const memory = new Memory('Helper <b>')
  await using assistant = await letIn(memory)
  const { page, policy } = assistant.shown
  expect(page).toContain('Helper &lt;b&gt;')
  expect(page).toContain('127.0.0.1:7777')
  expect(page).not.toContain('<script')
  expect(policy).toContain("frame-ancestors 'none'")
  expect((await assistant.call('list_conversations')).isError).toBe(false)
  const sent = await assistant.call('send_message', { to: `+${digits}`, text: 'On its way.' })
  expect(JSON.stringify(sent)).toContain('approv')
  expect(await office.screen(digits)).toEqual([])
  const { items } = (await office.get('/v1/audit?limit=20')) as { items: { actorKind: string; clientName: string }[] }
  expect(items.find(({ actorKind }) => actorKind === 'assistant')?.clientName).toContain('Helper <b> (')
})

test('a refresh token works once; its second use ends everything that came of it at once', async () => {
  const memory = new Memory()
  await using _ = await letIn(memory)
  const first = { grant_type: 'refresh_token', refresh_token: memory.kept?.refresh_token ?? '' }
  const renewed = await tokenRequest(memory, first)
  expect(renewed.status, await renewed.clone().text()).toBe(200)
  memory.saveTokens((await renewed.json()) as StoredOAuthTokens) // RFC 6749
  expect(await asks(memory)).toBe(200)
  expect((await tokenRequest(memory, first)).status).toBe(400)
  expect(await asks(memory)).toBe(401)
  const successor = { grant_type: 'refresh_token', refresh_token: memory.kept?.refresh_token ?? '' }
  expect((await tokenRequest(memory, successor)).status).toBe(400)
})

test('a person takes it back, and the next request is refused; the next consent is asked for again', async () => {
  const memory = new Memory()
  await using _ = await letIn(memory)
  const { items } = (await (await browse('/v1/assistants')).json()) as { items: { id: string; clientId: string }[] }
  const id = items.find(({ clientId }) => clientId === memory.client?.client_id)?.id
  const ended = await fetch(`${url}/v1/assistants/${id}`, { method: 'DELETE', headers: { cookie, origin: url } })
  expect(ended.status).toBe(200)
  expect(await asks(memory)).toBe(401)
  const again = await browse(memory.opened ?? '')
  expect(again.headers.get('location')).toContain('/oauth/consent')
})

test('a client gives its token back', async () => {
  const memory = new Memory()
  await using _ = await letIn(memory)
  const body = new URLSearchParams({
    token: memory.kept?.access_token ?? '',
    client_id: memory.client?.client_id ?? '',
  })
  expect((await fetch(`${url}/api/auth/oauth2/revoke`, { method: 'POST', body })).status).toBe(200)
  expect(await asks(memory)).toBe(401)
})

test('an assistant that only reads is told what it lacks, and comes back with more when the person gives it', async () => {
  const memory = new Memory()
  await using assistant = await letIn(memory, { access: 'read' })
  const { tools } = await assistant.client.listTools()
  expect(tools.map(({ name }) => name)).not.toContain('send_message')
  const headers = {
    authorization: `Bearer ${memory.kept?.access_token}`,
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
  }
  const params = { name: 'send_message', arguments: { to: `+${digits}`, text: 'Hello' } }
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params })
  const refused = await fetch(`${url}/mcp`, { method: 'POST', headers, body })
  expect(refused.status).toBe(403)
  expect(refused.headers.get('www-authenticate')).toMatch(/insufficient_scope.*messages:send/)
  // The SDK's client asks the person itself, with what was lacking.
  const stepping = transportOf(memory)
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'auto' } })
  await client.connect(stepping)
  await expect(client.callTool(params)).rejects.toThrow()
  expect(memory.opened?.searchParams.get('scope')).toContain('messages:send')
  const { redirect: back } = await consent(memory)
  await stepping.finishAuth(back.searchParams)
  const sent = await client.callTool(params)
  expect(JSON.stringify(sent)).toContain('approv')
  await client.close()
})

test('a page of somebody else’s, a changed query, another audience and a missing PKCE are refused', async () => {
  const memory = new Memory()
  const transport = transportOf(memory)
  await expect(new Client({ name: 'test', version: '1' }).connect(transport)).rejects.toThrow(UnauthorizedError)
  const asked = await browse(memory.opened ?? '')
  const query = new URL(asked.headers.get('location') ?? '', url).search.slice(1)
  expect((await form('/oauth/consent', { oauth_query: query, decision: 'allow' }, 'https://evil.example')).status).toBe(
    403,
  )
  const changed = query.replace('7777', '6666')
  expect((await form('/oauth/consent', { oauth_query: changed, decision: 'allow' })).status).toBe(400)
  const bare = new URL(memory.opened ?? '')
  bare.searchParams.delete('code_challenge')
  bare.searchParams.delete('code_challenge_method')
  const answered = await browse(bare)
  expect(`${answered.status} ${answered.headers.get('location')}`).not.toContain('/oauth/consent')
  const elsewhere = new URL(memory.opened ?? '')
  elsewhere.searchParams.set('resource', 'https://other.example/mcp')
  expect(`${(await browse(elsewhere)).headers.get('location')}`).not.toContain('/oauth/consent')
  expect((await browse(memory.opened ?? '', {})).headers.get('location')).toMatch(/^\/sign-in\?to=/)
  const denied = await form('/oauth/consent', { oauth_query: query, decision: 'deny' })
  expect(denied.headers.get('location')).toContain('error=access_denied')
  expect((await fetch(`${url}/api/auth/oauth2/introspect`, { method: 'POST' })).status).toBe(404)
})

test('a client whose id is the address of a document about it needs no registration', async () => {
  let client_id = ''
  const documents = createServer((_, response) => {
    const document = {
      client_id,
      client_name: 'Documented',
      redirect_uris: [redirect],
      token_endpoint_auth_method: 'none',
    }
    response.setHeader('content-type', 'application/json').end(JSON.stringify(document))
  })
  await new Promise<void>((resolve) => documents.listen(0, '127.0.0.1', resolve))
  try {
    // Listening on an address, so not a pipe.
    client_id = `http://127.0.0.1:${(documents.address() as AddressInfo).port}/client.json`
    const memory = new Memory('Documented')
    memory.client = { client_id }
    await using assistant = await letIn(memory)
    expect(assistant.shown.page).toContain(client_id)
    expect((await assistant.call('list_conversations')).isError).toBe(false)
  } finally {
    documents.close()
  }
})

const bearer = (memory: Memory) => ({ authorization: `Bearer ${memory.kept?.access_token}` })
const rest = async (memory: Memory, path: string) => {
  const response = await fetch(url + path, { headers: bearer(memory) })
  return { status: response.status, text: await response.text() }
}
const asOwner = (method: string, path: string, body?: object) =>
  fetch(url + path, {
    method,
    headers: { cookie, origin: url, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })

test('passes the conformance suite of MCP for authorization servers', async () => {
  using results = temporaryDirectory()
  const port = await freePort()
  const memory = new Memory('Conformance')
  const registered = await fetch(`${url}/api/auth/oauth2/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ ...memory.clientMetadata, application_type: 'native' },
      redirect_uris: [`http://127.0.0.1:${port}/callback`],
    }),
  })
  const { client_id: clientId } = (await registered.json()) as { client_id: string } // RFC 7591
  const suite = spawn(process.execPath, [
    ...[path.join(import.meta.dirname, '../node_modules/mcp-conformance-2026/dist/index.js'), 'authorization'],
    ...['--url', url, '--client-id', clientId, '--resource', `${url}/mcp`, '--port', String(port), '-o', results.path],
  ])
  let said = ''
  const asked = Promise.withResolvers<string>()
  suite.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
    const address = /^http\S+oauth2\/authorize\S+$/m.exec(said)?.[0]
    if (address !== undefined) asked.resolve(address)
  })
  const ended = once(suite, 'close')
  void ended.then(() => asked.reject(new Error(`the suite asked nobody: ${said}`)))
  memory.opened = new URL(await asked.promise)
  await fetch((await consent(memory)).redirect)
  await ended
  const files = (await readdir(results.path, { recursive: true })).filter((file) => file.endsWith('checks.json'))
  const found = await Promise.all(
    // The suite's own form.
    files.map(async (file) => JSON.parse(await readFile(path.join(results.path, file), 'utf8')) as Check[]),
  )
  expect(found.flat().map(({ id, status, errorMessage }) => [id, errorMessage ?? status])).toEqual(
    expect.arrayContaining([
      ['authorization-server-metadata', 'SUCCESS'],
      ['authorization-server-metadata-cimd', 'SUCCESS'],
      ['authorization-code-grant', 'SUCCESS'],
    ]),
  )
  expect(found.flat().filter(({ status }) => status !== 'SUCCESS')).toEqual([])
})

interface Check {
  readonly id: string
  readonly status: string
  readonly errorMessage?: string
}

test('a daily cap that a person gave holds, over another consent too', async () => {
  const capped = '15551230011'
  await office.customer(capped, 'Cara', 'Are you there?')
  const memory = new Memory()
  await using assistant = await letIn(memory, { access: 'allow', cap: '1' })
  const send = (helper: Assistant, text: string) => helper.call('send_message', { to: `+${capped}`, text })
  expect((await send(assistant, 'We are.')).isError).toBe(false)
  const second = await send(assistant, 'Still.')
  expect([second.isError, JSON.stringify(second)]).toEqual([true, expect.stringContaining('daily-cap-reached')])
  const again = transportOf(memory)
  memory.kept = undefined
  await expect(new Client({ name: 'test', version: '1' }).connect(again)).rejects.toThrow(UnauthorizedError)
  const { items } = (await (await browse('/v1/assistants')).json()) as { items: { id: string; clientId: string }[] }
  const id = items.find(({ clientId }) => clientId === memory.client?.client_id)?.id
  expect((await asOwner('DELETE', `/v1/assistants/${id}`)).status).toBe(200)
  await using renewed = await letIn(memory, { access: 'allow', cap: '1' })
  expect((await send(renewed, 'And still.')).isError).toBe(true)
  await expect.poll(() => office.screen(capped)).toHaveLength(1)
})

test('an assistant that was narrowed to people reads and writes to nobody else', async () => {
  const { conversationId: hers } = await office.customer('15551230021', 'Dana', 'A word of Dana.')
  const { conversationId: other } = await office.customer('15551230022', 'Edda', 'A word of Edda.')
  const memory = new Memory()
  await using assistant = await letIn(memory, { access: 'allow', contacts: '+1 555 123 0021' })
  const listed = JSON.stringify(await assistant.call('list_conversations'))
  expect([listed.includes('Dana'), listed.includes('Edda')]).toEqual([true, false])
  expect(JSON.stringify(await assistant.call('search_messages', { query: 'word' }))).not.toContain('Edda')
  const found = await Promise.all([hers, other].map((id) => rest(memory, `/v1/conversations/${id}/messages`)))
  expect(found.map(({ status }) => status)).toEqual([200, 404])
  expect((await assistant.call('send_message', { to: '+15551230021', text: 'Hello' })).isError).toBe(false)
  expect((await assistant.call('send_message', { to: '+15551230022', text: 'Hello' })).isError).toBe(true)
  await expect.poll(() => office.screen('15551230021')).toHaveLength(1)
  expect(await office.screen('15551230022')).toEqual([])
})

test('an assistant that was narrowed to a number sees nothing of the others', async () => {
  const { workspaceId } = (await (await browse('/v1/me')).json()) as { workspaceId: WorkspaceId }
  const { items } = (await office.get('/v1/accounts')) as { items: { id: string }[] }
  await using pool = poolOf(office.dataDirectory)
  const seed = createSeed(pool)
  const account = await seed.account(workspaceId)
  const contact = await seed.contact(workspaceId, { name: 'Fritz', phone: '+4915112345678' })
  const conversation = await seed.conversation(workspaceId, account, contact)
  await seed.message(conversation, { text: 'at the other number', at: Date.now() })
  const memory = new Memory()
  await using assistant = await letIn(memory, { access: 'allow', account: items[0]?.id ?? '' })
  expect((await assistant.call('list_accounts')).texts.join()).not.toContain(account)
  expect((await rest(memory, '/v1/accounts')).text).not.toContain(account)
  expect((await rest(memory, `/v1/conversations/${conversation}`)).status).toBe(404)
  expect((await rest(memory, '/v1/search?q=other')).text).not.toContain('at the other number')
  const sent = await assistant.call('send_message', { conversation_id: conversation, text: 'Hello' })
  expect(sent.isError).toBe(true)
  expect((await office.get('/v1/search?q=other'))['items']).toHaveLength(1)
})

test('what a member let in loses what they lose, and ends with them', async () => {
  const { url: link } = (await (await asOwner('POST', '/v1/invitations', { role: 'agent' })).json()) as { url: string }
  const rita = await join(link.split('token=')[1] ?? '', 'Rita')
  const memory = new Memory()
  await using assistant = await as(rita, () => letIn(memory, { access: 'approve' }))
  const { id } = (await (await browse('/v1/me', { cookie: rita })).json()) as { id: string }
  expect((await assistant.client.listTools()).tools.map(({ name }) => name)).toContain('send_message')
  expect((await asOwner('PATCH', `/v1/members/${id}`, { role: 'viewer' })).status).toBe(200)
  const mayStill = async () => {
    const { scopes } = JSON.parse((await rest(memory, '/v1/me')).text) as { scopes: string[] }
    return scopes.includes('messages:send')
  }
  expect(await mayStill()).toBe(false)
  expect((await asOwner('DELETE', `/v1/members/${id}`)).status).toBe(204)
  expect(await asks(memory)).toBe(401)
  const refresh = { grant_type: 'refresh_token', refresh_token: memory.kept?.refresh_token ?? '' }
  const renewed = await tokenRequest(memory, refresh)
  if (renewed.ok) memory.saveTokens((await renewed.json()) as StoredOAuthTokens) // RFC 6749
  expect(await asks(memory)).toBe(401)
  // Whose role sends nothing gives that to nobody, whatever their form says.
  const { url: other } = (await (await asOwner('POST', '/v1/invitations', { role: 'viewer' })).json()) as {
    url: string
  }
  const [viewer, theirs] = [await join(String(other).split('token=')[1] ?? '', 'Vera'), new Memory()]
  await using reading = await as(viewer, () => letIn(theirs, { access: 'allow' }))
  expect(reading.shown.page + (await rest(theirs, '/v1/me')).text).not.toMatch(/access" value="allow"|messages:send/)
})

test('what acts in somebody’s name ends or waits with their membership', async () => {
  const there = '15551230031'
  await office.customer(there, 'Greta', 'Will you remind me?')
  const { url: link } = (await (await asOwner('POST', '/v1/invitations', { role: 'admin' })).json()) as { url: string }
  const adam = await join(link.split('token=')[1] ?? '', 'Adam')
  const memory = new Memory('Adams helper')
  await using assistant = await as(adam, () => letIn(memory, { access: 'approve' }))
  const browser = new Browser(url)
  await browser.signIn('Adam@example.com')
  const asAdam: Browser['ask'] = (method, path, body, headers) => browser.ask(method, path, body, headers)
  const sendAt = new Date(Date.now() + 20 * 3_600_000).toISOString()
  const later = (text: string) => ({ to: `+${there}`, content: { type: 'text', text }, sendAt })
  const made = async (name: string, scopes: string[], headers?: Record<string, string>) =>
    (await asAdam('POST', '/v1/keys', { name, scopes }, headers)).json
  const wide = await made('wide', ['keys:manage', 'messages:read', 'messages:send', 'members:manage'])
  const narrow = await made('narrow', ['messages:read'])
  const ofKey = { authorization: `Bearer ${String(wide['key'])}` }
  const made2 = await made('of the wide one', ['messages:read', 'keys:manage'], ofKey)
  const kept = await made('taken over', ['messages:send'])
  const taken = (await (await asOwner('POST', `/v1/keys/${kept['id']}/rotate`, {})).json()) as { key: string }
  const alive = async () =>
    await Promise.all(
      [wide, made2, narrow, kept, taken].map(async ({ key }) =>
        Number((await asAdam('GET', '/v1/me', undefined, { authorization: `Bearer ${String(key)}` })).status),
      ),
    )
  const endpoint = { url: 'http://127.0.0.1:9/hook', eventTypes: ['message.received'] }
  const hook = (await asAdam('POST', '/v1/webhook-endpoints', endpoint)).json
  const ofOwner = (await (await asOwner('POST', '/v1/webhook-endpoints', endpoint)).json()) as { id: string }
  const sent = [
    await asAdam('POST', '/v1/messages', later('as a person')),
    await asAdam('POST', '/v1/messages', later('by a key'), ofKey),
    await asAdam('POST', '/v1/messages', later('by a key that goes on'), {
      authorization: `Bearer ${String(kept['key'])}`,
    }),
  ].map(({ status, json }) => [status, (json['sends'] as { id: string }[])[0]?.id])
  expect(sent.map(([status]) => status)).toEqual([202, 202, 202])
  expect((await assistant.call('send_message', { to: `+${there}`, text: 'by an assistant' })).isError).toBe(false)
  await using pool = poolOf(office.dataDirectory)
  const states = async () => {
    const { rows } = await pool.query<{ text: string; state: string }>(
      `select o.content->>'text' as text, o.state from outbox o where o.content->>'text' ~ '^(as|by) ' order by o.id`,
    )
    return Object.fromEntries(rows.map(({ text, state }) => [text, state]))
  }
  const person = 'as a person'
  const programs = ['by a key', 'by an assistant']
  expect(await alive()).toEqual([200, 200, 200, 200, 200])

  const { id } = (await asAdam('GET', '/v1/me')).json
  expect((await asOwner('PATCH', `/v1/members/${id}`, { role: 'agent' })).status).toBe(200)
  // What an agent may, a key of theirs may; what they queued they still may send.
  expect(await alive()).toEqual([401, 401, 200, 200, 200])
  expect(await states()).toEqual({
    ...{ [person]: 'queued', 'by a key': 'cancelled', 'by an assistant': 'held', 'by a key that goes on': 'queued' },
  })
  const hooks = async () => {
    const { items } = (await office.get('/v1/webhook-endpoints')) as { items: { id: string; disabled: unknown }[] }
    return [hook, ofOwner].map((one) => items.find((item) => item.id === one['id'])?.disabled)
  }
  expect(await hooks()).toEqual([expect.objectContaining({ reason: 'member-ended' }), null])

  expect((await asOwner('DELETE', `/v1/members/${id}`)).status).toBe(204)
  expect(await alive()).toEqual([401, 401, 401, 401, 200])
  expect(await asks(memory)).toBe(401)
  expect(await states()).toEqual({
    ...{ [person]: 'held', ...Object.fromEntries(programs.map((text) => [text, 'cancelled'])) },
    'by a key that goes on': 'queued',
  })
  const { items } = (await office.get('/v1/approvals?state=pending')) as {
    items: { id: string; sendId: string; reason: string; expiresAt: string }[]
  }
  const approval = items.find(({ sendId }) => sendId === sent[0]?.[1])
  expect([approval?.reason, Date.parse(approval?.expiresAt ?? '') >= Date.parse(sendAt)]).toEqual([
    'Who asked for it may send no more.',
    true,
  ])
  // On another person's word it leaves after all, and is not held again.
  expect((await office.post(`/v1/approvals/${approval?.id}/approve`)).status).toBe(200)
  expect((await states())[person]).toBe('queued')
  expect((await asOwner('POST', `/v1/webhook-endpoints/${hook['id']}/enable`, {})).status).toBe(200)
  expect(await hooks()).toEqual([null, null])
})

test('what is taken back at one server is refused by another within seconds', async () => {
  using directory = temporaryDirectory()
  // The same name, as behind a balancer: a token is of a name.
  await using second = await serve(directory.path, {
    ...{ DATABASE_URL: databaseUrlOf(office.dataDirectory), SWITCHBOARD_KEY: serverKey, SWITCHBOARD_ROLES: 'api' },
    PUBLIC_BASE_URL: url,
  })
  const memory = new Memory()
  await using _ = await letIn(memory)
  const there = async () => (await fetch(`${second.url}/v1/me`, { headers: bearer(memory) })).status
  expect(await there()).toBe(200)
  const { items } = (await (await browse('/v1/assistants')).json()) as { items: { id: string; clientId: string }[] }
  const id = items.find(({ clientId }) => clientId === memory.client?.client_id)?.id
  expect((await asOwner('DELETE', `/v1/assistants/${id}`)).status).toBe(200)
  expect(await asks(memory)).toBe(401)
  await expect.poll(there, { timeout: 20_000 }).toBe(401)
})
