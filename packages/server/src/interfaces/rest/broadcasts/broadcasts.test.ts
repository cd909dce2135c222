import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AccountId } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BroadcastRunner, startBroadcastRunner } from '../../../broadcasts/run-broadcasts.ts'
import { rules } from '../../../outbox/outbox.case.ts'
import { createSeed } from '../../../testing/seed-conversation.ts'
import { createTestApp, type TestApp, testAdminKey } from '../../../testing/test-app.ts'
import { registerBroadcasts } from './index.ts'

let server: TestApp
let runner: BroadcastRunner | undefined
let accountId: AccountId
let url: string

beforeAll(async () => {
  server = await createTestApp(({ app, database }) => {
    runner = startBroadcastRunner({ pool: database.pool, rules, pollMilliseconds: 20 })
    const sending = { pool: database.pool, rules, poke: () => undefined }
    registerBroadcasts(app, { sending, poke: () => runner?.poke() })
  })
  accountId = await createSeed(server.database.pool).account(server.workspaceId)
  await server.database.pool.query(`update accounts set default_region = 'DE' where id = $1`, [accountId])
  await server.app.listen({ port: 0, host: '127.0.0.1' })
  url = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}` // a TCP server's
})
afterAll(async () => {
  await runner?.stop()
  await server[Symbol.asyncDispose]()
})

const admin = { 'x-admin-api-key': testAdminKey }
const template = {
  type: 'template',
  name: 'hello',
  language: 'en',
  parameters: { body: ['{{ First_name | default: "there" }}'] },
}

// Our own answers, whose shapes the expectations check.
type Json = Record<string, never> & { id: string; recipients: Record<string, number>; state: string; code: string }
async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const isJson = body !== undefined && !headers['content-type'] && !(body instanceof FormData)
  const response = await fetch(url + path, {
    method,
    headers: { ...admin, ...(isJson ? { 'content-type': 'application/json' } : {}), ...headers },
    ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : (body as string) }),
  })
  const text = await response.text()
  return { status: response.status, text, json: (text.startsWith('{') ? JSON.parse(text) : {}) as Json }
}

async function draft(more: object = {}): Promise<string> {
  const { status, json } = await ask('POST', '/v1/broadcasts', { name: 'News', content: template, ...more })
  expect(status).toBe(201)
  return json.id
}
const csv = { 'content-type': 'text/csv' }

test('a list is uploaded as CSV, broken rows and repetitions are told of, and the report has all of it', async () => {
  const id = await draft()
  const list = [
    'phone;First name',
    '+49 170 1112223;Ana',
    '0170 1112223;Ana again',
    '"never closed;Ben',
    'nobody;Cleo',
    '+4917000000;too;many',
    '+49 170 1112224;=cmd()',
  ].join('\r\n')
  const { status, json } = await ask('POST', `/v1/broadcasts/${id}/recipients`, list, csv)
  expect(status).toBe(200)
  expect(json).toMatchObject({
    rows: 6,
    added: 2,
    invalid: 3,
    duplicates: 1,
    columns: [
      { column: 'phone', variable: null },
      { column: 'First name', variable: 'First_name' },
    ],
    problems: [
      { line: 4, code: 'row-broken' },
      { line: 5, code: 'recipient-invalid' },
      { line: 6, code: 'row-broken', reason: 'The row has 3 columns and the header 2.' },
    ],
    broadcast: { recipients: { total: 6, pending: 2, invalid: 3, duplicate: 1 } },
  })
  const report = await ask('GET', `/v1/broadcasts/${id}/report`)
  expect(report.text.split('\r\n').map((line) => line.split(',').slice(0, 5).join())).toEqual([
    'position,line,recipient,state,code',
    '1,2,+49 170 1112223,pending,',
    '2,3,+49 170 1112223,duplicate,',
    '3,4,,invalid,row-broken',
    '4,5,nobody,invalid,recipient-invalid',
    '5,6,,invalid,row-broken',
    '6,7,+49 170 1112224,pending,',
    '',
  ])
  const lines = await ask('GET', `/v1/broadcasts/${id}/report?format=ndjson&state=duplicate`)
  const repeated = { position: 2, line: 3, state: 'duplicate', duplicateOf: 1, duplicateOfLine: 2 }
  expect(JSON.parse(lines.text)).toMatchObject({ ...repeated, recipient: '+49 170 1112223' })
  const page = await ask('GET', `/v1/broadcasts/${id}/recipients?state=invalid&limit=2`)
  expect(page.json).toMatchObject({ items: [{ position: 3 }, { position: 4 }], nextCursor: '4' })
  const next = await ask('GET', `/v1/broadcasts/${id}/recipients?state=invalid&limit=2&cursor=4`)
  expect(next.json).toMatchObject({ items: [{ position: 5 }], nextCursor: null })
})

test('a list comes as NDJSON, as a form, inline and from who is known, and nobody is in it twice', async () => {
  const seed = createSeed(server.database.pool)
  const contactId = await seed.contact(server.workspaceId, { name: 'Ana', phone: '+491703334445', bsuid: 'US.123456' })
  const conversation = await seed.conversation(server.workspaceId, accountId, contactId)
  await seed.message(conversation, { text: 'hello', at: Date.now() })
  const id = await draft({ recipients: [{ to: '+49 170 3334445', variables: { First_name: 'Ana' } }] })
  const add = (body: unknown, headers?: Record<string, string>) =>
    ask('POST', `/v1/broadcasts/${id}/recipients`, body, headers)
  const lines = `{"to":{"bsuid":"US.123456"}}\n{"to":"${contactId}","First_name":"Ana"}\nno json\n\n{"to":{"phone":"+491703334446"},"variables":{"a":1}}\n{"x":1}\n`
  expect((await add(lines, { 'content-type': 'application/x-ndjson' })).json).toMatchObject({
    rows: 5,
    added: 1,
    duplicates: 2,
    invalid: 2,
    problems: [{ line: 3 }, { line: 6, code: 'recipient-missing' }],
  })
  const form = new FormData()
  form.set('file', new File(['to\n+491703334447\n+491703334446\n'], 'people.csv', { type: 'text/csv' }))
  expect((await add(form)).json).toMatchObject({ rows: 2, added: 1, duplicates: 1 })
  expect((await add({ recipients: [{ to: { conversationId: conversation } }] })).json).toMatchObject({ duplicates: 1 })
  expect((await add({ query: { lastInboundSince: new Date(Date.now() - 60_000).toISOString() } })).json).toMatchObject({
    rows: 1,
    duplicates: 1,
  })
  expect((await add({ query: { optedIn: true } })).json).toMatchObject({ rows: 0 })
  expect((await ask('GET', `/v1/broadcasts/${id}`)).json.recipients).toMatchObject({
    total: 10,
    pending: 3,
    duplicate: 5,
    invalid: 2,
  })
})

test.each([
  [
    'no file in the form',
    (form: FormData) => form.set('other', new File(['x'], 'x.csv')),
    'upload-invalid',
    /Name the part "file"/,
  ],
  [
    'a file of no known kind',
    (form: FormData) => form.set('file', new File(['x'], 'x.pdf', { type: 'application/pdf' })),
    'upload-invalid',
    /\.csv or \.ndjson/,
  ],
  [
    'a form of two files',
    (form: FormData) => {
      form.append('file', new File(['phone\n+491701112224\n'], 'a.csv'))
      form.append('file', new File(['name,phone\nAnn,+491701112225\n'], 'b.csv'))
    },
    'upload-invalid',
    /two files/,
  ],
  ['an empty form', () => undefined, 'upload-invalid', /form/],
  [
    'a file without a header',
    (form: FormData) => form.set('file', new File(['+4917012345678\n'], 'x.csv')),
    'upload-invalid',
    /looks like a recipient/,
  ],
] as const)('%s is refused with what to do', async (_, fill, code, detail) => {
  const id = await draft()
  const form = new FormData()
  fill(form)
  const { status, json } = await ask('POST', `/v1/broadcasts/${id}/recipients`, form)
  expect(json).toMatchObject({ code, detail: expect.stringMatching(detail) })
  expect(status).toBe(400)
  expect((await ask('GET', `/v1/broadcasts/${id}`)).json.recipients).toMatchObject({ total: 0 })
  expect((await ask('POST', `/v1/broadcasts/${id}/recipients`, 'to\n+491701', csv)).status).toBe(200)
})

test.each([
  ['the body', csv['content-type'], ''],
  [
    'a form',
    'multipart/form-data; boundary=between',
    '--between\r\ncontent-disposition: form-data; name="file"; filename="people.csv"\r\n\r\n',
  ],
])('an upload as %s that breaks off leaves nothing, and the next one begins anew', async (_, type, before) => {
  const id = await draft()
  const rows = Array.from({ length: 5_000 }, (__, index) => `+49170${2_000_000 + index}`).join('\n')
  const request = http.request(`${url}/v1/broadcasts/${id}/recipients`, {
    method: 'POST',
    headers: { ...admin, 'content-type': type, 'content-length': 10_000_000 },
  })
  request.on('error', () => {})
  request.write(`${before}phone\n${rows}\n`)
  const stored = async () =>
    (await server.database.pool.query(`select from broadcast_recipients where broadcast_id = $1`, [id])).rowCount
  await expect.poll(stored).toBeGreaterThan(1_000)
  expect((await ask('GET', `/v1/broadcasts/${id}`)).json.recipients).toMatchObject({ total: 0 })
  expect((await ask('POST', `/v1/broadcasts/${id}/recipients`, 'to\n+491', csv)).json.code).toBe('broadcast-uploading')
  expect((await ask('POST', `/v1/broadcasts/${id}/start`)).json.code).toBe('broadcast-uploading')
  request.destroy()
  await expect.poll(stored).toBe(0)
  await expect
    .poll(async () => (await ask('POST', `/v1/broadcasts/${id}/recipients`, `to\n${rows}`, csv)).json)
    .toMatchObject({ added: 5_000 })
})

test('a form that ends before it should is refused, and nothing of it is kept', async () => {
  const id = await draft()
  const form = `--between\r\ncontent-disposition: form-data; name="file"; filename="p.csv"\r\n\r\nphone\n+491701112223\n`
  const type = { 'content-type': 'multipart/form-data; boundary=between' }
  const { json } = await ask('POST', `/v1/broadcasts/${id}/recipients`, form, type)
  expect(json).toMatchObject({ code: 'upload-invalid' })
  expect((await ask('GET', `/v1/broadcasts/${id}`)).json.recipients).toMatchObject({ total: 0 })
})

test('what an upload left behind whose server died goes before the next one', async () => {
  const id = await draft()
  await server.database.pool.query(
    `insert into broadcast_recipients (broadcast_id, position, person, state) values ($1, 1, 'phone:+491701112223', 'pending')`,
    [id],
  )
  await server.database.pool.query(
    `update broadcasts set upload_id = gen_random_uuid(), upload_expires_at = now() - interval '1 second' where id = $1`,
    [id],
  )
  const { json } = await ask('POST', `/v1/broadcasts/${id}/recipients`, 'to\n+491701112223', csv)
  expect(json).toMatchObject({ added: 1, duplicates: 0 })
})

test('checked, started, paused, resumed, cancelled: each says what it is then, and what cannot be is refused', async () => {
  const id = await draft({ perSecond: 1 })
  const act = async (verb: string, body?: unknown) => (await ask('POST', `/v1/broadcasts/${id}/${verb}`, body)).json
  expect(await act('start')).toMatchObject({ code: 'broadcast-empty' })
  const list = Array.from({ length: 20 }, (_, index) => `+49170${3_000_000 + index}`).join('\n')
  await ask('POST', `/v1/broadcasts/${id}/recipients`, `to\n${list}`, csv)
  expect(await act('check')).toMatchObject({ state: 'draft', check: { checked: 20, allowed: 20, refused: {} } })
  expect(await act('resume')).toMatchObject({
    code: 'broadcast-wrong-state',
    detail: expect.stringMatching(/is draft/),
  })
  expect(await act('start', { startAt: new Date(Date.now() + 3_600_000).toISOString() })).toMatchObject({
    state: 'scheduled',
  })
  expect(await act('pause')).toMatchObject({ state: 'paused' })
  expect(await act('resume')).toMatchObject({ state: 'scheduled' })
  expect((await ask('POST', `/v1/broadcasts/${id}/recipients`, 'to\n+491', csv)).json.code).toBe(
    'broadcast-wrong-state',
  )
  expect(await act('cancel')).toMatchObject({ state: 'cancelled', recipients: { cancelled: 20, pending: 0 } })
  expect((await ask('GET', `/v1/broadcasts/${id}/recipients?state=cancelled&limit=200`)).json).toMatchObject({
    items: { length: 20 },
  })
  const other = await draft({ recipients: [{ to: '+491703000100' }] })
  expect((await ask('POST', `/v1/broadcasts/${other}/start`)).json).toMatchObject({ state: 'running' })
  await expect
    .poll(async () => (await ask('GET', `/v1/broadcasts/${other}`)).json)
    .toMatchObject({ recipients: { queued: 1 }, deliveries: { waiting: 1 } })
})

test('a draft is changed; what its check found counts no more once it says something else, and what runs stays as it is', async () => {
  const id = await draft({ recipients: [{ to: '+491703000200' }], perSecond: 2 })
  const change = (body: unknown) => ask('PATCH', `/v1/broadcasts/${id}`, body)
  const checked = (await ask('POST', `/v1/broadcasts/${id}/check`)).json
  expect(checked).toMatchObject({ check: { allowed: 1 } })
  const { json: renamed } = await change({ name: 'Other news', perSecond: null })
  expect(renamed).toMatchObject({ name: 'Other news', perSecond: null, check: { allowed: 1 }, content: template })
  const content = { ...template, parameters: { body: ['everybody'] } }
  const { json: rewritten } = await change({ content })
  expect(rewritten).toMatchObject({ name: 'Other news', content, check: null, recipients: { pending: 1 } })
  expect(rewritten['fingerprint']).not.toBe(checked['fingerprint'])
  expect((await ask('POST', `/v1/broadcasts/${id}/check`)).json).toMatchObject({ check: { checked: 1, allowed: 1 } })
  for (const [wrong, detail] of [
    [{ content: { type: 'text', text: 'Hi {{ name' } }, /not closed/],
    [{ perSecond: 500 }, /may send 80/],
    [{ recipients: [] }, /recipients/],
  ] as const)
    expect((await change(wrong)).json).toMatchObject({ code: 'invalid-request', detail: expect.stringMatching(detail) })
  const { rows } = await server.database.pool.query(
    `select data from events where type = 'broadcast.changed' and data ->> 'broadcastId' = $1 and data ? 'changed' order by seq`,
    [id],
  )
  expect(rows.map(({ data }) => data.changed)).toEqual([['name', 'perSecond'], ['content']])
  const startAt = new Date(Date.now() + 3_600_000).toISOString()
  const start = async (fingerprint: unknown) =>
    (await ask('POST', `/v1/broadcasts/${id}/start`, { startAt, fingerprint })).json
  expect(await start(checked['fingerprint'])).toMatchObject({ code: 'broadcast-changed', status: 409 })
  expect(await start(rewritten['fingerprint'])).toMatchObject({ state: 'scheduled' })
  expect(await change({ name: 'Too late' })).toMatchObject({ status: 409, json: { code: 'broadcast-wrong-state' } })
})

test('a key whose sends wait for approval starts nothing by itself; one yes lets all of it go', async () => {
  const headers = await server.headersOf('messages:send', 'messages:read', 'broadcasts:manage')
  await server.database.pool.query(
    `update api_keys set send_policy = 'approve' where name = 'messages:send messages:read broadcasts:manage'`,
  )
  const id = await draft({ recipients: [{ to: '+491704000001' }, { to: '+491704000002' }] })
  const started = await ask('POST', `/v1/broadcasts/${id}/start`, undefined, headers)
  expect(started.json).toMatchObject({ state: 'awaiting_approval' })
  const { fingerprint } = started.json
  const approve = (body?: object, more?: Record<string, string>) =>
    ask('POST', `/v1/broadcasts/${id}/approve`, body, more)
  expect((await approve({ fingerprint }, headers)).status).toBe(403)
  // A yes to what nobody looked at is none.
  expect((await approve()).json).toMatchObject({ code: 'broadcast-changed', detail: expect.stringMatching(/GET the/) })
  expect((await approve({ fingerprint })).json).toMatchObject({ state: 'running', decidedBy: expect.any(String) })
  await expect.poll(async () => (await ask('GET', `/v1/broadcasts/${id}`)).json.recipients).toMatchObject({ queued: 2 })
  expect((await approve({ fingerprint })).json).toMatchObject({ code: 'broadcast-wrong-state' })
})

test('the same Idempotency-Key makes one broadcast', async () => {
  const key = { 'idempotency-key': 'spring', 'content-type': 'application/json' }
  const body = JSON.stringify({ name: 'Spring', content: template, recipients: [{ to: '+491705000001' }] })
  const [first, second] = [
    await ask('POST', '/v1/broadcasts', body, key),
    await ask('POST', '/v1/broadcasts', body, key),
  ]
  expect([first.status, second.status, second.json.id]).toEqual([201, 200, first.json.id])
  expect(second.json.recipients).toMatchObject({ total: 1 })
  const other = JSON.stringify({ name: 'Summer', content: template })
  expect((await ask('POST', '/v1/broadcasts', other, key)).json.code).toBe('idempotency-conflict')
})

test.each([
  ['Liquid that is none', { content: { type: 'text', text: 'Hi {{ name' } }, /content\.text.*not closed/],
  ['a pace above the number', { perSecond: 500 }, /may send 80/],
  [
    'a reaction to nothing',
    { content: { type: 'reaction', messageId: '0190b0a0-0000-7000-8000-000000000000', emoji: '👍' } },
    /reaction/,
  ],
  ['a field that is unknown', { colour: 'blue' }, /colour/],
])('%s is refused', async (_, more, detail) => {
  const { status, json } = await ask('POST', '/v1/broadcasts', { name: 'News', content: template, ...more })
  expect({ status, json }).toMatchObject({
    status: 400,
    json: { code: 'invalid-request', detail: expect.stringMatching(detail) },
  })
})

test('another workspace sees none of it', async () => {
  const id = await draft()
  await server.database.pool.query(
    `with other as (insert into workspaces (id, name) values (gen_random_uuid(), 'other') returning id)
     update broadcasts set workspace_id = other.id from other where broadcasts.id = $1`,
    [id],
  )
  for (const [method, path, body] of [
    ['GET', ''],
    ['GET', '/recipients'],
    ['GET', '/report'],
    ['PATCH', '', { name: 'theirs' }],
    ['POST', '/check'],
    ['POST', '/start'],
    ['POST', '/pause'],
    ['POST', '/resume'],
    ['POST', '/cancel'],
    ['POST', '/approve'],
    ['POST', '/recipients', { recipients: [{ to: '+491706000001' }] }],
  ] as const) {
    const { json } = await ask(method, `/v1/broadcasts/${id}${path}`, body)
    expect([path, json.code]).toEqual([path, 'broadcast-not-found'])
  }
  const list = await ask('GET', '/v1/broadcasts?limit=200')
  expect(list.text).not.toContain(id)
})
