import type { ConversationId } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSeed } from '../../../testing/seed-conversation.ts'
import { createTestApp, type TestApp, testAdminKey } from '../../../testing/test-app.ts'
import { registerAdmin } from './index.ts'
import { isoFormat, parseIso } from './iso-format.ts'

let server: TestApp
let ana: ConversationId
let bo: ConversationId
const headers = { 'x-admin-api-key': testAdminKey }

beforeAll(async () => {
  server = await createTestApp(({ app, database }) =>
    registerAdmin(app, { db: database.db, pool: database.pool, version: '1', gitVersion: 'abc1234' }),
  )
  const { workspaceId, database } = server
  const seed = createSeed(database.pool)
  const account = await seed.account(workspaceId, '1055')
  ana = await seed.conversation(
    workspaceId,
    account,
    await seed.contact(workspaceId, { name: 'Ana', phone: '+34600111222' }),
  )
  bo = await seed.conversation(workspaceId, account, await seed.contact(workspaceId, { phone: '+34600333444' }))
  await seed.message(ana, { text: 'the blue invoice', at: '2026-11-20T09:00:00Z', wamid: 'wamid.a1' })
  await seed.message(ana, {
    text: 'paid it :-) 100%',
    at: '2026-11-20T10:00:00.250Z',
    wamid: 'wamid.a2',
    direction: 'outbound',
  })
  await seed.message(bo, { text: 'a blue car', at: '2026-11-20T11:00:00Z', wamid: 'wamid.b1' })
  const file = await seed.message(bo, {
    content: { type: 'document', filename: 'offer.pdf', mimeType: 'application/pdf' },
    at: '2026-11-20T12:00:00Z',
    wamid: 'wamid.b2',
  })
  await database.pool.query(
    `insert into media (id, workspace_id, account_id, message_id, kind, mime_type, filename, size_bytes)
     values (uuidv7(), $1, $2, $3, 'document', 'application/pdf', 'offer.pdf', 1234)`,
    [workspaceId, account, file],
  )
})
afterAll(() => server[Symbol.asyncDispose]())

const get = async (url: string) => {
  const response = await server.app.inject({ url, headers })
  return { status: response.statusCode, ...response.json() }
}
const idsOf = ({ messages }: { messages: { id: string }[] }) => messages.map(({ id }) => id)

test('health tells of the three dependencies and the git version', async () => {
  expect(await get('/admin/health')).toEqual({
    status: 200,
    dependencies: { postgres: true, redis: 'not used', minio: 'not used' },
    version: 'abc1234',
  })
})

test.each([
  [{ kind: 's3', check: async () => null } as const, true],
  [{ kind: 's3', check: async () => 'no bucket' } as const, false],
  [{ kind: 'disk', check: async () => null } as const, 'not used'],
])('health tells of MinIO where files are kept there: %j is %s', async (files, minio) => {
  await using other = await createTestApp(({ app, database: { db, pool } }) =>
    registerAdmin(app, { db, pool, version: '1', gitVersion: 'abc1234', files }),
  )
  const { dependencies } = (await other.app.inject({ url: '/admin/health', headers })).json()
  expect(dependencies).toEqual({ postgres: true, redis: 'not used', minio })
})

test('conversations come most recently updated first, by limit and offset', async () => {
  expect((await get('/admin/conversations')).conversations).toEqual([
    { id: bo, type: 'individual', display_name: '+34600333444', updated_at: '2026-11-20T12:00:00+00:00' },
    { id: ana, type: 'individual', display_name: 'Ana', updated_at: '2026-11-20T10:00:00.250000+00:00' },
  ])
  expect((await get('/admin/conversations?limit=1&offset=1')).conversations).toMatchObject([{ id: ana }])
})

test('messages of a conversation come newest first, in the words of the earlier system', async () => {
  expect((await get(`/admin/conversations/${ana}/messages`)).messages).toEqual([
    {
      id: 'wamid.a2',
      sent_at: '2026-11-20T10:00:00.250000+00:00',
      text_body: 'paid it :-) 100%',
      direction: 'outbound',
      message_type: 'text',
    },
    {
      id: 'wamid.a1',
      sent_at: '2026-11-20T09:00:00+00:00',
      text_body: 'the blue invoice',
      direction: 'inbound',
      message_type: 'text',
    },
  ])
})

test('before_ts pages back with the time that was given out, escaped or not, with or without an offset', async () => {
  const base = `/admin/conversations/${ana}/messages?before_ts=`
  for (const time of [
    '2026-11-20T10:00:00.250000%2B00:00',
    '2026-11-20T10:00:00.250000+00:00',
    '2026-11-20T10:00:00.25',
    '2026-11-20T12:00:00.25%2B02:00',
  ]) {
    expect(idsOf(await get(base + time))).toEqual(['wamid.a1'])
  }
  expect(await get(`${base}yesterday`)).toMatchObject({ status: 400, code: 'invalid-request' })
})

test('a conversation is found by the id that the earlier system gave it', async () => {
  expect(idsOf(await get('/admin/conversations/1055:34600111222/messages'))).toEqual(['wamid.a2', 'wamid.a1'])
})

test.each(['no-such', '0190b0a0-0000-7000-8000-000000000000', '1055:0', '%00'])(
  'conversation %s has no messages',
  async (id) => {
    expect(await get(`/admin/conversations/${id}/messages`)).toEqual({ status: 200, messages: [] })
  },
)

test('search finds words newest first, in one conversation or in all', async () => {
  expect(idsOf(await get('/admin/search/messages?q=blue'))).toEqual(['wamid.b1', 'wamid.a1'])
  expect(idsOf(await get(`/admin/search/messages?q=blue&conversation_id=${ana}`))).toEqual(['wamid.a1'])
  expect(idsOf(await get('/admin/search/messages?q=blue&limit=1'))).toEqual(['wamid.b1'])
  expect((await get('/admin/search/messages?q=car')).messages[0]).toEqual({
    id: 'wamid.b1',
    conversation_id: bo,
    sent_at: '2026-11-20T11:00:00+00:00',
    text_body: 'a blue car',
  })
})

test.each([
  [':-)', ['wamid.a2']],
  ['%25', ['wamid.a2']],
  ['_', []],
  ['%00', []],
  ['', []],
])('what holds no word is looked for letter by letter: %s', async (q, ids) => {
  expect(idsOf(await get(`/admin/search/messages?q=${q}`))).toEqual(ids)
})

test('a search in a conversation that is not there is 404, not an empty answer', async () => {
  for (const id of ['0190b0a0-0000-7000-8000-000000000000', '100:nobody']) {
    expect(await get(`/admin/search/messages?q=hello&conversation_id=${id}`)).toMatchObject({ status: 404 })
  }
})

test('a limit that is no number is refused in words', async () => {
  const { status, detail } = await get('/admin/conversations?limit=abc')
  expect({ status, detail }).toEqual({ status: 400, detail: 'querystring.limit: is not a number' })
})

test('documents are listed and shown without their bytes', async () => {
  const { documents } = await get(`/admin/documents?conversation_id=${bo}`)
  expect(documents).toMatchObject([
    { message_id: 'wamid.b2', doc_type: 'pdf', mime_type: 'application/pdf', extraction_status: 'pending' },
  ])
  expect((await get(`/admin/documents?conversation_id=${ana}`)).documents).toEqual([])
  expect(await get(`/admin/documents/${documents[0].id}`)).toMatchObject({
    status: 200,
    filename: 'offer.pdf',
    extracted_text: '',
    extracted_fields: {},
  })
  expect(await get('/admin/documents/0190b0a0-0000-7000-8000-000000000000')).toMatchObject({ status: 404 })
  expect(await get('/admin/documents/7')).toMatchObject({ status: 400 })
})

test('every request is audited as a read of admin_api with its key parameters', async () => {
  await get('/admin/conversations?limit=7')
  await expect
    .poll(async () => (await server.database.pool.query(`select * from audit where arguments @> '{"limit": 7}'`)).rows)
    .toMatchObject([{ actor: 'admin_api', action: 'read', interface: 'admin_api', target: 'GET /admin/conversations' }])
})

test('without the key, or with another, nothing is given', async () => {
  for (const wrong of [{}, { 'x-admin-api-key': 'admin12' }]) {
    const response = await server.app.inject({ url: '/admin/conversations', headers: wrong })
    // `detail` is where clients of the earlier system look.
    expect([response.statusCode, typeof response.json().detail]).toEqual([401, 'string'])
  }
  expect((await server.app.inject('/admin/conversations')).json().detail).toContain('X-Admin-Api-Key')
})

test.each([
  ['2026-11-20', '2026-11-20T00:00:00.000000Z'],
  ['2026-11-20 10:00', '2026-11-20T10:00:00.000000Z'],
  ['2026-11-20T10:00:00.123456+01:00', '2026-11-20T09:00:00.123456Z'],
  ['2026-11-20T10:00:00Z', '2026-11-20T10:00:00.000000Z'],
  ['2026-13-45T10:00:00Z', null],
  ['1763632800', null],
])('%s is read as %s', (text, time) => {
  expect(parseIso(text)).toBe(time)
})

test('a time is printed as Python prints it', () => {
  expect(isoFormat('2026-11-20T10:00:00.000Z')).toBe('2026-11-20T10:00:00+00:00')
  expect(isoFormat('2026-11-20T10:00:00.012Z')).toBe('2026-11-20T10:00:00.012000+00:00')
})
