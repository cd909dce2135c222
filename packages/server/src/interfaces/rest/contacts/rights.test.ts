import type { ContactId } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSeed } from '../../../testing/seed-conversation.ts'
import { createTestApp, type TestApp } from '../../../testing/test-app.ts'
import { registerEraseContact } from './erase.ts'
import { registerExportContact } from './export.ts'

let server: TestApp
let ana: ContactId
let ben: ContactId
const messagesOfAna = 1_200

beforeAll(async () => {
  server = await createTestApp(({ app, database: { pool } }) => {
    registerExportContact(app, { pool })
    registerEraseContact(app, { pool })
  })
  const seed = createSeed(server.database.pool)
  const account = await seed.account(server.workspaceId)
  ana = await seed.contact(server.workspaceId, { name: 'Ana', phone: '+34600111222' })
  ben = await seed.contact(server.workspaceId, { name: 'Ben', phone: '+34600333444' })
  const [withAna, withBen] = [
    await seed.conversation(server.workspaceId, account, ana),
    await seed.conversation(server.workspaceId, account, ben),
  ]
  await seed.message(withBen, { text: 'Something of Ben', at: '2026-01-01T00:00:00Z' })
  for (let number = 0; number < messagesOfAna; number++)
    await seed.message(withAna, { text: `number ${number}`, at: Date.UTC(2026, 0, 2) + number })
})
afterAll(() => server[Symbol.asyncDispose]())

const exportOf = async (id: string, headers: Record<string, string>) =>
  server.app.inject({ url: `/v1/contacts/${id}/export`, headers })
const erase = (id: string, payload: object, headers: Record<string, string>) =>
  server.app.inject({ method: 'POST', url: `/v1/contacts/${id}/erase`, headers, payload })
const kindsOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { kind: string; text?: string })

test('an export is one JSON object a line, of this person alone, over more than one page of messages', async () => {
  const response = await exportOf(ana, await server.headersOf('contacts:export', 'messages:read', 'calls:read'))
  expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'application/x-ndjson'])
  const rows = kindsOf(response.body)
  expect(rows[0]).toMatchObject({ kind: 'contact', id: ana, profile_name: 'Ana' })
  expect(rows.filter(({ kind }) => kind === 'message').map(({ text }) => text)).toEqual(
    Array.from({ length: messagesOfAna }, (_, number) => `number ${number}`),
  )
  expect(response.body).not.toContain('Ben')
})

test('an export holds messages and calls, so it asks for those scopes too', async () => {
  for (const granted of [
    ['contacts:export'],
    ['contacts:export', 'messages:read'],
    ['messages:read', 'calls:read'],
  ] as const)
    expect((await exportOf(ana, await server.headersOf(...granted))).statusCode, granted.join()).toBe(403)
  expect((await exportOf(ana, {})).statusCode).toBe(401)
})

test('a contact of nobody is not found', async () => {
  const nobody = '0190b0a0-0000-7000-8000-000000000000'
  const headers = await server.headersOf()
  expect((await exportOf(nobody, headers)).json()).toMatchObject({ status: 404, code: 'not-found' })
  expect((await erase(nobody, { confirm: nobody }, headers)).json()).toMatchObject({ status: 404, code: 'not-found' })
})

test('erasing asks for its own scope, and for the id a second time', async () => {
  const reader = await server.headersOf('contacts:read', 'messages:read', 'calls:read', 'keys:manage')
  expect((await erase(ben, { confirm: ben }, reader)).statusCode).toBe(403)
  const eraser = await server.headersOf('contacts:erase')
  for (const payload of [{}, { confirm: true }, { confirm: ana }, { confirm: ben, really: true }])
    expect((await erase(ben, payload, eraser)).json(), JSON.stringify(payload)).toMatchObject({
      code: 'invalid-request',
    })
  expect((await exportOf(ben, await server.headersOf())).body).toContain('Something of Ben')
})

test('an erasure answers its record and counts, is audited, and happens once', async () => {
  const headers = await server.headersOf('contacts:erase')
  const erasure = (await erase(ben, { confirm: ben }, headers)).json()
  expect(erasure).toMatchObject({ counts: { messages: 1, conversations: 1, inboxBodies: 0 } })
  const { rows } = await server.database.pool.query('select id, contact_id, requested_by from erasures')
  expect(rows).toEqual([{ id: erasure.id, contact_id: ben, requested_by: 'contacts:erase' }])
  expect((await erase(ben, { confirm: ben }, headers)).statusCode).toBe(404)
  expect((await exportOf(ana, await server.headersOf())).statusCode).toBe(200)
  const audited = async () =>
    (
      await server.database.pool.query(
        `select action, outcome, status from audit where subject = $1 and action = 'erase' order by at`,
        [ben],
      )
    ).rows.map(({ outcome, status }) => `${outcome} ${status}`)
  await expect.poll(audited).toEqual(expect.arrayContaining(['ok 200', 'refused 403', 'refused 404', 'refused 400']))
})

test('OpenAPI says that an export is lines', async () => {
  const { paths } = (await server.app.inject('/openapi.json')).json()
  expect(Object.keys(paths['/v1/contacts/{id}/export'].get.responses['200'].content)).toEqual(['application/x-ndjson'])
  expect(paths['/v1/contacts/{id}/erase'].post.description).toContain('contacts:erase')
})
