import { afterAll, beforeAll, expect, test } from 'vitest'
import { enforceWorkspaceRetention } from '../../../retention/enforce-workspace-retention.ts'
import { createTestApp, type TestApp, testAdminKey } from '../../../testing/test-app.ts'
import { registerSettings } from './index.ts'

let server: TestApp
beforeAll(async () => {
  server = await createTestApp(({ app, database, workspaceId }) =>
    registerSettings(app, {
      pool: database.pool,
      serverDays: { messages: 730, audit: null },
      firstWorkspaceId: workspaceId,
    }),
  )
})
afterAll(() => server[Symbol.asyncDispose]())

const admin = { 'x-admin-api-key': testAdminKey }
type Method = 'GET' | 'PUT' | 'PATCH'
const call = async (method: Method, url: string, payload?: object, headers: Record<string, string> = admin) => {
  const answer = await server.app.inject({ method, url, headers, ...(payload ? { payload } : {}) })
  return { status: answer.statusCode, body: answer.json() }
}
const changes = async () =>
  (
    await server.database.pool.query(
      `select data ->> 'about' as about from events where type = 'workspace.changed' order by seq`,
    )
  ).rows

const closed = { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] }
const allDay = [{ from: '00:00', to: '24:00' }]
const always = Object.fromEntries(Object.keys(closed).map((day) => [day, allDay]))

test('working hours are set as a whole, say whether it is open, and are taken away again', async () => {
  const url = '/v1/settings/working-hours'
  expect((await call('GET', url)).body).toEqual({ workingHours: null, open: true })
  const hours = { timeZone: 'America/Bogota', days: closed, holidays: [{ date: '2026-12-25', name: 'Christmas' }] }
  expect((await call('PUT', url, { workingHours: hours })).body).toEqual({ workingHours: hours, open: false })
  const open = await call('PUT', url, { workingHours: { ...hours, days: always } })
  expect(open.body.open).toBe(true)
  const wrong = await call('PUT', url, { workingHours: { ...hours, timeZone: 'Bogota' } })
  expect([wrong.status, wrong.body.errors[0].path]).toEqual([400, 'body.workingHours.timeZone'])
  expect((await call('PUT', url, { workingHours: null })).body).toEqual({ workingHours: null, open: true })
})

test('retention is shortened only, by who may do everything', async () => {
  const url = '/v1/settings/retention'
  expect((await call('GET', url)).body).toEqual({
    days: null,
    effectiveDays: 730,
    server: {
      messages: { days: 730, variable: 'RETENTION_DAYS' },
      audit: { days: null, variable: 'AUDIT_RETENTION_DAYS' },
    },
  })
  const longer = await call('PUT', url, { days: 731 })
  expect([longer.status, longer.body.detail]).toEqual([400, expect.stringContaining('RETENTION_DAYS')])
  const manager = await server.headersOf('settings:manage')
  expect((await call('PUT', url, { days: 30 }, manager)).status).toBe(403)
  expect((await call('PUT', url, { days: 30 })).body).toMatchObject({ days: 30, effectiveDays: 30 })
})

test('what is older than a workspace keeps it goes, of that workspace alone', async () => {
  const { pool } = server.database
  const now = new Date()
  const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)
  await pool.query(`insert into workspaces (id, name) values (uuidv7(), 'another')`)
  const insert = /* sql */ `
    with m as (
      insert into messages (id, workspace_id, account_id, conversation_id, wamid, direction, type, content, sent_at, source, source_rank, fingerprint)
      select uuidv7(), w.id, '00000000-0000-7000-8000-000000000001', uuidv7(), w.name || $1, 'outbound', 'text', '{}', $2, 'live', 3, 'f'
      from workspaces w returning id, workspace_id)
    insert into statuses (message_id, status, workspace_id, at, fingerprint) select id, 'sent', workspace_id, $2, 'f' from m`
  await pool.query(insert, [' old', daysAgo(31)])
  await pool.query(insert, [' young', daysAgo(29)])
  const left = async () =>
    (await pool.query<{ wamid: string }>('select wamid from messages order by wamid')).rows.map(({ wamid }) => wamid)
  await enforceWorkspaceRetention(pool, { now, serverDays: 20 })
  expect(await left()).toHaveLength(4)
  const [report] = await enforceWorkspaceRetention(pool, { now, serverDays: 730 })
  expect(report?.rowsDeleted).toMatchObject({ messages: 1 })
  expect(await left()).toEqual(['Default young', 'another old', 'another young'])
  expect((await pool.query('select from statuses')).rowCount).toBe(3)
})

test('a workspace is called something else, and every change is an event', async () => {
  const url = '/v1/settings/workspace'
  expect((await call('PATCH', url, { name: ' Desk ' })).body).toMatchObject({ name: 'Desk' })
  expect((await call('GET', url)).body).toMatchObject({ name: 'Desk', isFirst: true })
  expect((await call('PATCH', url, { name: ' ' })).status).toBe(400)
  const reader = await server.headersOf('messages:read')
  expect((await call('PATCH', url, { name: 'No' }, reader)).status).toBe(403)
  expect((await changes()).map(({ about }) => about)).toEqual([
    ...['working-hours', 'working-hours', 'working-hours', 'retention', 'workspace'],
  ])
})
