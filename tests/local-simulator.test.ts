import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKey } from '../packages/server/src/access/keys.ts'
import { routePermissions } from '../packages/server/src/access/permission-table.ts'
import { openDatabase } from '../packages/server/src/store/database.ts'
import { createSeed } from '../packages/server/src/testing/seed-conversation.ts'
import { postMessage } from './support/signed-webhook.ts'
import { type Running, serve, switchboard, temporaryDirectory } from './support/switchboard.ts'

/*
 * Nothing of Meta's is configured: the server brings its stand-in along, and a customer's phone and the server talk to each
 * other without any further step.
 */
const owner = { 'x-admin-api-key': 'the owner of this test', 'content-type': 'application/json' }
const directory = temporaryDirectory()
let server: Running
let simulator: string

beforeAll(async () => {
  server = await serve(directory.path, { ADMIN_API_KEY: 'the owner of this test' })
  simulator = /Simulator\s+(http:\S+)/.exec(server.stdout())?.[1] ?? ''
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  directory[Symbol.dispose]()
})

// Answers of our own server and of the simulator, whose shapes the expectations check.
const json = async (response: Response) =>
  (await response.json()) as Record<string, unknown> & { items: { id: string }[] }
const get = async (path: string) => json(await fetch(server.url + path, { headers: owner }))
const post = async (url: string, body: unknown) =>
  fetch(url, { method: 'POST', headers: owner, body: JSON.stringify(body) })

const phone = '+44 7700 900123'
const screen = async () => {
  const response = await fetch(`${simulator}/customers/447700900123/conversations`)
  const { data } = (await response.json()) as { data: { messages: object[] }[] } // the simulator's own shape
  return data[0]?.messages ?? []
}

/** The last screen that the stream told of. */
async function followScreens(customer: string): Promise<Disposable & { readonly last: () => unknown }> {
  const leaving = new AbortController()
  const { signal } = leaving
  const { body } = await fetch(`${server.url}/v1/simulator/stream?customer=${customer}`, { headers: owner, signal })
  let text = ''
  void (async () => {
    for await (const part of body?.pipeThrough(new TextDecoderStream()) ?? []) text += part
  })().catch(() => {}) // left
  return {
    last: () => {
      const data = [...text.matchAll(/event: screen\ndata: (.*)\n\n/g)].at(-1)?.[1]
      return data === undefined ? undefined : (JSON.parse(data) as unknown)
    },
    [Symbol.dispose]: () => leaving.abort(),
  }
}

test('what a simulated customer writes is a conversation, and the answer stands on their phone', async () => {
  await post(`${simulator}/customers`, { phone, name: 'Robin Vale' })
  await post(`${simulator}/customers/447700900123/messages`, { type: 'text', text: 'Is the blue one in stock?' })
  await expect.poll(async () => (await get('/v1/conversations')).items.length).toBe(1)
  const [conversation] = (await get('/v1/conversations')).items
  expect(conversation).toMatchObject({ contact: { name: 'Robin Vale' } })

  const sent = await post(`${server.url}/v1/messages?wait=accepted`, {
    to: { conversationId: conversation?.id },
    content: { type: 'text', text: 'Yes, it is.' },
  })
  expect(await json(sent)).toMatchObject({ sends: [{ state: 'accepted' }] })
  const shown = [{ from: 'customer' }, { from: 'business', content: { body: 'Yes, it is.' } }]
  await expect.poll(screen).toMatchObject(shown)
  const thread = `/v1/conversations/${conversation?.id}/messages`
  await expect.poll(async () => (await get(thread)).items).toContainEqual(expect.objectContaining({ status: 'read' }))
})

test('what an assistant sends with the first key waits for a yes, which the command line gives', async () => {
  const key = readFileSync(path.join(directory.path, 'api-key'), 'utf8').trim()
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const text = 'Shall we keep it for you?\u001b[1A\u001b[2K'
  const body = JSON.stringify({ to: phone, content: { type: 'text', text } })
  const asked = await json(await fetch(`${server.url}/v1/messages`, { method: 'POST', headers, body }))
  expect(asked).toMatchObject({ sends: [{ state: 'held' }] })

  const waiting = await switchboard(directory.path, ['approvals'])
  // As text: a terminal that did what is written would hide what is asked for.
  expect(waiting.stdout).toContain('Shall we keep it for you?\\u{1b}[1A\\u{1b}[2K\n')
  expect(waiting.stdout).toContain(`asked by "first start"`)
  const approved = await switchboard(directory.path, ['approvals', 'approve', String(asked['approvalId'])])
  expect([approved.code, approved.stdout]).toEqual([0, expect.stringContaining('Approved: it leaves now.')])
  await expect.poll(screen).toContainEqual(expect.objectContaining({ content: { body: text } }))

  const again = await switchboard(directory.path, ['approvals', 'reject', String(asked['approvalId'])])
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('approved already')])
  expect((await switchboard(directory.path, ['approvals'])).stdout).toContain('Nothing waits')
})

test('a customer who has not written gets no text, and the refusal says what may be sent', async () => {
  const sent = await post(`${server.url}/v1/messages`, {
    to: '+44 7700 900555',
    content: { type: 'text', text: 'We have news' },
  })
  expect(sent.status).toBe(409)
  expect(await json(sent)).toMatchObject({ code: 'window-closed' })
})

test('what customers wrote that the simulator never saw, or forgot, is read and reacted to like all else', async () => {
  const secret = readFileSync(path.join(directory.path, 'app-secret'), 'utf8').trim()
  const wamid = 'wamid.from-before-a-restart'
  expect(await postMessage(server.url, secret, wamid)).toBe(200)
  const found = async () => {
    const { items } = await get('/v1/messages?limit=20')
    return items.find((item) => 'providerMessageId' in item && item.providerMessageId === wamid)
  }
  await expect.poll(async () => (await found())?.id, { timeout: 10_000 }).toBeDefined()
  const message = (await found()) as { id: string; conversationId: string } | undefined // the contract's
  expect((await post(`${server.url}/v1/conversations/${message?.conversationId}/typing`, {})).status).toBe(200)
  const reaction = { method: 'PUT', headers: owner, body: JSON.stringify({ emoji: '👍' }) }
  const reacted = await fetch(`${server.url}/v1/messages/${message?.id}/reaction?wait=accepted`, reaction)
  expect(await json(reacted)).toMatchObject({ sends: [{ state: 'accepted' }] })
})

test('a phone is used through the server: a file that it sends is fetched, and the screen follows what happens', async () => {
  await post(`${server.url}/v1/simulator/customers`, { phone: '+44 7700 900456', name: 'Ines Roth' })
  using screens = await followScreens('447700900456')
  const put = await fetch(`${server.url}/v1/simulator/files?type=text/plain&name=note.txt`, {
    method: 'POST',
    headers: { ...owner, 'content-type': 'application/octet-stream' },
    body: 'The bytes of a note',
  })
  const { id: file } = (await put.json()) as { id: string } // the contract's shape
  const written = await post(`${server.url}/v1/simulator/customers/447700900456/messages`, { type: 'document', file })
  expect(written.status).toBe(201)
  const stored = async () => {
    const [message] = (await get('/v1/messages?type=document')).items as { media?: { id: string; state: string }[] }[] // the contract's
    return message?.media?.[0]
  }
  await expect.poll(async () => (await stored())?.state, { timeout: 10_000 }).toBe('stored')
  const bytes = await fetch(`${server.url}/v1/media/${(await stored())?.id}`, { headers: owner })
  expect(await bytes.text()).toBe('The bytes of a note')
  await expect.poll(screens.last).toMatchObject({
    customer: { name: 'Ines Roth' },
    messages: [{ state: 'delivered', content: { type: 'document', file: { name: 'note.txt' } } }],
  })
})

test('to another workspace of the server there are no phones, at none of their addresses', async () => {
  const text = readFileSync(path.join(directory.path, 'server.json'), 'utf8')
  const { databaseUrl } = JSON.parse(text) as { databaseUrl: string } // the server's own word
  await using database = openDatabase({ connectionString: databaseUrl, maxConnections: 1 })
  const workspaceId = await createSeed(database.pool).workspace()
  const { key } = await createKey(database.db, {
    workspaceId,
    name: 'theirs',
    scopes: ['messages:read', 'messages:send'],
  })
  const bodies: Readonly<Record<string, object | string>> = {
    'POST /v1/simulator/customers': { phone },
    'PATCH /v1/simulator/customers/:id': { blocksBusiness: true },
    'POST /v1/simulator/customers/:id/messages': { type: 'text', text: 'Hi' },
    'POST /v1/simulator/files': 'bytes',
  }
  const answers: unknown[] = []
  const addresses = Object.keys(routePermissions).filter((route) => route.includes(' /v1/simulator/'))
  for (const route of addresses) {
    const [method = '', address = ''] = route.split(' ')
    const id = address.includes('customers') ? '447700900123' : 'any'
    const body = bodies[route]
    const type = typeof body === 'string' ? 'application/octet-stream' : 'application/json'
    const response = await fetch(
      `${server.url}${address.replace(':id', id)}${address.endsWith('/files') ? '?type=text/plain&name=a' : ''}`,
      {
        method,
        headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': type }) },
        ...(body && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      },
    )
    answers.push([route, response.status, (await json(response))['code']])
  }
  expect(answers).toEqual(addresses.map((route) => [route, 404, 'no-simulator']))
  const headers = { authorization: `Bearer ${key}` }
  expect(await json(await fetch(`${server.url}/v1/simulator`, { headers }))).toMatchObject({ present: false })
})

test('phones are for who may send, and their refusals say why', async () => {
  const { stdout } = await switchboard(directory.path, ['key', 'create', 'reader', '--scopes', 'messages:read'])
  const headers = { authorization: `Bearer ${stdout.trim()}`, 'content-type': 'application/json' }
  const asked = await fetch(`${server.url}/v1/simulator`, { headers })
  expect(await asked.json()).toMatchObject({ present: true, business: 'Simulated shop' })
  const body = JSON.stringify({ phone: '+44 7700 900457' })
  expect((await fetch(`${server.url}/v1/simulator/customers`, { method: 'POST', headers, body })).status).toBe(403)
  const nobody = await post(`${server.url}/v1/simulator/customers/447700900999/messages`, { type: 'text', text: 'Hi' })
  expect(await json(nobody)).toMatchObject({ code: 'no-such-customer' })
  const blocked = `${server.url}/v1/simulator/customers/447700900456`
  await fetch(blocked, { method: 'PATCH', headers: owner, body: JSON.stringify({ blocksBusiness: true }) })
  const refused = await json(await post(`${blocked}/messages`, { type: 'text', text: 'Hi' }))
  expect(refused).toMatchObject({ code: 'phone-refused', detail: expect.stringContaining('Unblock it first') })
})

test('the stand-in is left out where it is not wanted or a token is set', async () => {
  for (const environment of [{ SWITCHBOARD_SIMULATOR: 'off' }, { WHATSAPP_ACCESS_TOKEN: 'a token of the test' }]) {
    using other = temporaryDirectory()
    await using without = await serve(other.path, environment)
    expect(without.stdout()).not.toContain('Simulator')
    const key = readFileSync(path.join(other.path, 'api-key'), 'utf8').trim()
    const response = await fetch(`${without.url}/v1/simulator/customers`, {
      headers: { authorization: `Bearer ${key}` },
    })
    expect(await json(response)).toMatchObject({ status: 404, code: 'no-simulator' })
  }
})
