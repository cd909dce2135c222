import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createKey } from '../access/keys.ts'
import { addCustomer, dispatch } from '../outbox/outbox.case.ts'
import { scriptedTransport } from '../outbox/scripted-transport.case.ts'
import { eraseContact } from '../retention/erase-contact.ts'
import { exportContact } from '../retention/export-contact.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { complaints, countRows, makeBureau, people, person, phoneOf, runner, template } from './broadcasts.case.ts'
import { countDeliveries } from './count-deliveries.ts'
import { findBroadcast } from './find-broadcast.ts'
import { decideBroadcast, expireBroadcasts } from './steer-broadcast.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())
afterEach(() => expect(complaints.splice(0)).toEqual([]))

const until = { timeout: 60_000, interval: 20 }

async function eventsOf(id: string): Promise<{ type: string; state: string; data: Record<string, unknown> }[]> {
  const { rows } = await database.pool.query(
    `select type, data->>'state' as state, data from events where data->>'broadcastId' = $1 order by seq`,
    [id],
  )
  return rows
}

test('each recipient gets what is meant for them, once, and the broadcast ends with its report', async () => {
  const bureau = await makeBureau(database)
  const id = await bureau.create()
  await bureau.upload(id, people(300))
  await bureau.start(id)
  const transport = scriptedTransport()
  await using _dispatcher = dispatch(database, transport)
  await using _runner = runner(database)
  await expect.poll(async () => (await bureau.get(id)).state, until).toBe('finished')
  expect((await bureau.get(id)).recipients).toMatchObject({ total: 300, queued: 300, pending: 0 })
  expect(transport.sent).toHaveLength(300)
  const said = transport.sent.map(({ message }) => message.content)
  expect(new Set(said.map((content) => JSON.stringify(content))).size).toBe(300)
  expect(said[0]).toMatchObject({ type: 'template', parameters: { body: [expect.stringMatching(/^Person \d+$/)] } })
  const events = await eventsOf(id)
  expect(events.filter(({ type }) => type !== 'broadcast.progress').map(({ state, type }) => state ?? type)).toEqual([
    'draft',
    'running',
    'finished',
    'broadcast.finished',
  ])
  expect(events.at(-1)?.data).toMatchObject({ total: 300, queued: 300, refused: 0, problems: {} })
  expect(
    await countDeliveries(database.pool, await findBroadcast(database.pool, bureau.workspaceId, id)),
  ).toMatchObject({
    accepted: 300,
    waiting: 0,
  })
})

test('no more than two seconds of its pace are in the outbox, and it goes on as they leave', async () => {
  const bureau = await makeBureau(database, 40)
  const id = await bureau.create()
  await bureau.upload(id, people(200))
  await bureau.start(id)
  const queued = async () => (await bureau.get(id)).recipients.queued
  await using _runner = runner(database)
  await expect.poll(queued, until).toBe(80)
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(await queued()).toBe(80)
  await database.pool.query(`update outbox set state = 'accepted' where account_id = $1`, [bureau.accountId])
  await expect.poll(queued, until).toBe(160)
})

test('a stated pace spreads what is queued evenly over time', async () => {
  const bureau = await makeBureau(database)
  const id = await bureau.create({ perSecond: 10 })
  await bureau.upload(id, people(20))
  await bureau.start(id)
  await using _runner = runner(database)
  await expect.poll(async () => (await bureau.get(id)).recipients.queued, until).toBe(20)
  const { rows } = await database.pool.query<{ apart: number }>(
    `select (extract(epoch from due_at - lag(due_at) over (order by due_at)) * 1000)::float8 as apart from outbox where account_id = $1`,
    [bureau.accountId],
  )
  const apart = rows.slice(1).map((row) => Math.round(row.apart))
  expect(Math.min(...apart)).toBeGreaterThanOrEqual(99)
  expect(apart.reduce((sum, each) => sum + each, 0)).toBeGreaterThanOrEqual(1_890)
})

test('who opted out, was erased or can not be written to is refused with the reason, and the others get it', async () => {
  const bureau = await makeBureau(database)
  const stopped = await addCustomer(database, bureau.workspaceId, bureau.accountId)
  await database.pool.query(`update contacts set opted_out_at = now() where id = $1`, [stopped.contactId])
  const nameless = await addCustomer(database, bureau.workspaceId, bureau.accountId)
  await database.pool.query(`delete from identities where contact_id = $1`, [nameless.contactId])
  const id = await bureau.create({ content: { ...template, parameters: { body: ['{{ name }}'] } } })
  await bureau.upload(id, [
    [
      { line: 2, to: { contactId: stopped.contactId }, variables: { name: 'a' } },
      { line: 3, to: { contactId: nameless.contactId }, variables: { name: 'b' } },
      { line: 4, to: phoneOf(1), variables: {} },
      { line: 5, to: phoneOf(2), variables: { name: 'd' } },
    ],
  ])
  await bureau.start(id)
  await using _runner = runner(database)
  await expect.poll(async () => (await bureau.get(id)).recipients.pending, until).toBe(0)
  const { rows } = await database.pool.query(
    `select state, code, case code when 'variable-missing' then reason end as reason from broadcast_recipients
     where broadcast_id = $1 order by position`,
    [id],
  )
  expect(rows).toEqual([
    { state: 'refused', code: 'opted-out', reason: null },
    { state: 'refused', code: 'recipient-unreachable', reason: null },
    { state: 'refused', code: 'variable-missing', reason: 'Row 4 has nothing in column name.' },
    { state: 'queued', code: null, reason: null },
  ])
  expect((await bureau.get(id)).problems).toEqual({ 'opted-out': 1, 'recipient-unreachable': 1, 'variable-missing': 1 })
})

test('two contacts of the list that turn out to be one person get one message', async () => {
  const bureau = await makeBureau(database)
  const one = await addCustomer(database, bureau.workspaceId, bureau.accountId)
  const other = await addCustomer(database, bureau.workspaceId, bureau.accountId)
  const id = await bureau.create()
  await bureau.upload(id, [[one, other].map(({ contactId }) => ({ line: null, to: { contactId }, variables: {} }))])
  await database.pool.query(`update contacts set merged_into = $2 where id = $1`, [other.contactId, one.contactId])
  await bureau.start(id)
  await using _runner = runner(database)
  await expect.poll(async () => (await bureau.get(id)).recipients, until).toMatchObject({ queued: 1, duplicate: 1 })
})

test('paused it queues nothing more, resumed it goes on where it was, cancelled it takes back what has not left', async () => {
  const bureau = await makeBureau(database, 50)
  const id = await bureau.create()
  await bureau.upload(id, people(1_000))
  await bureau.start(id)
  await using _runner = runner(database)
  const queued = async () => (await bureau.get(id)).recipients.queued
  await expect.poll(queued, until).toBe(100)
  await bureau.pause(id)
  await database.pool.query(`update outbox set state = 'accepted' where account_id = $1`, [bureau.accountId])
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(await queued()).toBe(100)
  await bureau.resume(id)
  await expect.poll(queued, until).toBe(200)
  await bureau.cancel(id)
  await bureau.cancel(id)
  expect((await bureau.get(id)).recipients).toMatchObject({ total: 1_000, queued: 100, cancelled: 900, pending: 0 })
  expect(await countRows(database, id)).toEqual((await bureau.get(id)).recipients)
  const { rows } = await database.pool.query(
    `select state, count(*)::int as n from outbox where account_id = $1 group by state order by state`,
    [bureau.accountId],
  )
  expect(rows).toEqual([
    { state: 'accepted', n: 100 },
    { state: 'cancelled', n: 100 },
  ])
  await expect(bureau.resume(id)).rejects.toMatchObject({ code: 'broadcast-wrong-state' })
})

test('what would refuse everybody stops it with the reason, and resumed it goes on', async () => {
  const bureau = await makeBureau(database)
  const id = await bureau.create()
  await bureau.upload(id, people(30))
  await database.pool.query(`update accounts set state = 'paused' where id = $1`, [bureau.accountId])
  await bureau.start(id)
  await using _runner = runner(database)
  await expect.poll(async () => (await bureau.get(id)).state, until).toBe('paused')
  expect(await bureau.get(id)).toMatchObject({
    fault: { code: 'account-paused' },
    recipients: { pending: 30, refused: 0 },
  })
  await database.pool.query(`update accounts set state = 'active' where id = $1`, [bureau.accountId])
  await bureau.resume(id)
  await expect.poll(async () => (await bureau.get(id)).recipients.queued, until).toBe(30)
})

test('a dry run says who would be refused, writes nothing to the outbox, and can be repeated', async () => {
  const bureau = await makeBureau(database)
  const stopped = await addCustomer(database, bureau.workspaceId, bureau.accountId)
  await database.pool.query(`update contacts set opted_out_at = now() where id = $1`, [stopped.contactId])
  const id = await bureau.create()
  await bureau.upload(id, people(1_200))
  await bureau.upload(id, [[{ line: null, to: { contactId: stopped.contactId }, variables: {} }]])
  await using _runner = runner(database)
  await bureau.check(id)
  await expect.poll(async () => (await bureau.get(id)).check?.finishedAt ?? null, until).not.toBeNull()
  expect((await bureau.get(id)).check).toMatchObject({ checked: 1_201, allowed: 1_200, refused: { 'opted-out': 1 } })
  expect((await database.pool.query(`select from outbox where account_id = $1`, [bureau.accountId])).rowCount).toBe(0)
  await database.pool.query(`update contacts set opted_in_at = now() where id = $1`, [stopped.contactId])
  await bureau.check(id)
  await expect.poll(async () => (await bureau.get(id)).check, until).toMatchObject({ allowed: 1_201, refused: {} })
  const { rows } = await database.pool.query(
    `select count(verdict)::int as n from broadcast_recipients where broadcast_id = $1`,
    [id],
  )
  expect(rows).toEqual([{ n: 0 }])
})

test("an assistant's broadcast waits for one yes, about what was seen; a rejected one is cancelled", async () => {
  const bureau = await makeBureau(database)
  const [id, rejected] = [await bureau.create(), await bureau.create()]
  for (const each of [id, rejected]) {
    await bureau.upload(each, people(40))
    await bureau.start(each, { ...person, assistant: true })
    expect((await bureau.get(each)).state).toBe('awaiting_approval')
  }
  const decide = (broadcast: string, verdict: 'approve' | 'reject', fingerprint: string) =>
    inTransaction(database.pool, (tx) =>
      decideBroadcast(tx, { workspaceId: bureau.workspaceId, id: broadcast, caller: person, verdict, fingerprint }),
    )
  await expect(decide(id, 'approve', 'another')).rejects.toMatchObject({ code: 'broadcast-changed' })
  await decide(id, 'approve', (await bureau.get(id)).fingerprint)
  await decide(rejected, 'reject', (await bureau.get(rejected)).fingerprint)
  await using _runner = runner(database)
  await expect.poll(async () => (await bureau.get(id)).recipients.queued, until).toBe(40)
  const { rows } = await database.pool.query(`select distinct state from outbox where account_id = $1`, [
    bureau.accountId,
  ])
  expect(rows).toEqual([{ state: 'queued' }])
  expect((await bureau.get(rejected)).recipients).toMatchObject({ cancelled: 40 })
})

test('an erased person is in no list any more, and gets nothing when their turn comes', async () => {
  const bureau = await makeBureau(database)
  const known = await addCustomer(database, bureau.workspaceId, bureau.accountId)
  const { rows: names } = await database.pool.query<{ value: string }>(
    `select value from identities where contact_id = $1 and kind = 'phone'`,
    [known.contactId],
  )
  const phone = names[0]?.value ?? ''
  const variables = { name: 'Zacharias' }
  const id = await bureau.create()
  await bureau.upload(id, [
    [
      { line: 2, to: phone, variables },
      { line: 3, to: phone.replace('+49', '0'), variables },
      { line: 4, to: `${phone}0000000`, variables: {} },
      { line: 5, to: phoneOf(3), variables: {} },
    ],
  ])
  const finished = await bureau.create()
  await bureau.upload(finished, [[{ line: 2, to: { contactId: known.contactId }, variables }]])
  await using _runner = runner(database)
  await bureau.start(finished)
  await expect.poll(async () => (await bureau.get(finished)).recipients.queued, until).toBe(1)
  const { workspaceId } = bureau
  const exported: unknown[] = []
  for await (const row of exportContact(database.pool, workspaceId, known.contactId))
    if (row.kind === 'broadcast') exported.push(row)
  expect(exported).toMatchObject([{ variables }, { variables }])
  await eraseContact(database.pool, { workspaceId, contactId: known.contactId, requestedBy: 'test' })
  const { rows } = await database.pool.query<{ row: string }>(
    `select r::text as row from broadcast_recipients r join broadcasts b on b.id = r.broadcast_id where b.workspace_id = $1`,
    [workspaceId],
  )
  expect(rows.filter(({ row }) => row.includes('Zacharias') || row.includes(phone.slice(3)))).toEqual([])
  await bureau.start(id)
  await expect
    .poll(async () => (await bureau.get(id)).recipients, until)
    .toMatchObject({ queued: 1, refused: 1, pending: 0 })
  expect((await bureau.get(id)).problems).toMatchObject({ 'contact-erased': 1 })
  expect(await countDeliveries(database.pool, await findBroadcast(database.pool, workspaceId, finished))).toMatchObject(
    {
      gone: 1,
      waiting: 0,
    },
  )
})

test('what is to begin at a time begins then, and starting it again changes nothing', async () => {
  const bureau = await makeBureau(database)
  const id = await bureau.create()
  await bureau.upload(id, people(5))
  await using _runner = runner(database)
  await expect(bureau.start(id, person, 0)).rejects.toMatchObject({ code: 'schedule-past' })
  const at = Date.now() + 700
  await bureau.start(id, person, at)
  await bureau.start(id, person, at)
  await expect(bureau.start(id, person, at + 1)).rejects.toMatchObject({ code: 'broadcast-wrong-state' })
  expect(await bureau.get(id)).toMatchObject({ state: 'scheduled', recipients: { queued: 0 } })
  await expect.poll(async () => (await bureau.get(id)).recipients.queued, until).toBe(5)
  expect(Date.now()).toBeGreaterThanOrEqual(at)
})

test("an account whose messages wait for approval stops what is running until it gets its yes; a chat's own rule still holds", async () => {
  const bureau = await makeBureau(database)
  const watched = await addCustomer(database, bureau.workspaceId, bureau.accountId)
  await database.pool.query(`update conversations set policy = 'approve' where id = $1`, [watched.conversationId])
  const id = await bureau.create()
  await bureau.upload(id, [[{ line: null, to: { contactId: watched.contactId }, variables: {} }], ...people(20)])
  await bureau.start(id)
  await database.pool.query(`update accounts set send_policy = 'approve' where id = $1`, [bureau.accountId])
  await using _runner = runner(database)
  await expect.poll(async () => (await bureau.get(id)).state, until).toBe('awaiting_approval')
  expect((await bureau.get(id)).recipients).toMatchObject({ pending: 21, queued: 0 })
  const { workspaceId } = bureau
  await inTransaction(database.pool, (tx) =>
    decideBroadcast(tx, { workspaceId, id, caller: person, verdict: 'approve' }),
  )
  await expect.poll(async () => (await bureau.get(id)).recipients.queued, until).toBe(21)
  const { rows } = await database.pool.query(
    `select o.state, count(*)::int as n, count(a.id)::int as approvals from outbox o left join approvals a on a.outbox_id = o.id
     where o.account_id = $1 group by o.state order by o.state`,
    [bureau.accountId],
  )
  expect(rows).toEqual([
    { state: 'held', n: 1, approvals: 1 },
    { state: 'queued', n: 20, approvals: 0 },
  ])
})

test('a key that is revoked sends no more, also of what it started', async () => {
  const bureau = await makeBureau(database, 20)
  const key = await createKey(database.db, { workspaceId: bureau.workspaceId, name: 'shop', scopes: ['messages:send'] })
  const id = await bureau.create()
  await bureau.upload(id, people(100))
  await using _runner = runner(database)
  await bureau.start(id, { ...person, kind: 'key', id: key.id, name: 'shop' })
  await expect.poll(async () => (await bureau.get(id)).recipients.queued, until).toBe(40)
  await database.pool.query(`update api_keys set revoked_at = now() where id = $1`, [key.id])
  await database.pool.query(`update outbox set state = 'accepted' where account_id = $1`, [bureau.accountId])
  await expect.poll(async () => (await bureau.get(id)).state, until).toBe('paused')
  expect(await bureau.get(id)).toMatchObject({
    fault: { code: 'sender-may-not-send' },
    recipients: { queued: 40, pending: 60 },
  })
})

test('what a member started is paused when their role may no more or they are removed, and goes on as whoever resumes it', async () => {
  const bureau = await makeBureau(database, 20)
  const { workspaceId, accountId } = bureau
  await database.pool.query(
    `insert into auth."user" (id, name, email, "emailVerified") select id, id, id || '@example.com', false from unnest('{ada,bea}'::text[]) id`,
  )
  const setRole = (user: string, role: string) =>
    database.pool.query(
      'insert into members (workspace_id, user_id, role) values ($1, $2, $3) on conflict (workspace_id, user_id) do update set role = $3',
      [workspaceId, user, role],
    )
  const member = (id: string) => ({ ...person, kind: 'member', id, name: id })
  const leave = () => database.pool.query(`update outbox set state = 'accepted' where account_id = $1`, [accountId])
  await setRole('ada', 'admin')
  await setRole('bea', 'owner')
  const id = await bureau.create()
  await bureau.upload(id, people(130))
  await using _runner = runner(database)
  await bureau.start(id, member('ada'))
  const state = async () => (await bureau.get(id)).state
  const queued = async () => (await bureau.get(id)).recipients.queued
  await expect.poll(queued, until).toBe(40)
  await setRole('ada', 'agent')
  await leave()
  await expect.poll(state, until).toBe('paused')
  expect(await bureau.get(id)).toMatchObject({
    fault: { code: 'sender-may-not-send' },
    recipients: { queued: 40, pending: 90 },
  })
  await bureau.resume(id, member('bea'))
  await expect.poll(queued, until).toBe(80)
  await database.pool.query('delete from members where user_id = $1', ['bea'])
  await leave()
  await expect.poll(state, until).toBe('paused')
  await setRole('ada', 'admin')
  await bureau.resume(id, member('ada'))
  await expect.poll(queued, until).toBe(120)
})

test('a key with a daily cap sends as many of a broadcast as are left, and then pauses it', async () => {
  const bureau = await makeBureau(database, 20)
  const { workspaceId, accountId } = bureau
  const key = await createKey(database.db, { workspaceId, name: 'shop', scopes: ['messages:send'], dailyCap: 30 })
  const starter = { ...person, kind: 'key', id: key.id, name: 'shop' }
  const id = await bureau.create()
  await bureau.upload(id, people(100))
  await using _runner = runner(database)
  await bureau.start(id, starter)
  await expect.poll(async () => (await bureau.get(id)).recipients.queued, until).toBe(30)
  await database.pool.query(`update outbox set state = 'accepted' where account_id = $1`, [accountId])
  await expect.poll(async () => (await bureau.get(id)).state, until).toBe('paused')
  expect(await bureau.get(id)).toMatchObject({
    fault: { code: 'daily-cap-reached' },
    recipients: { queued: 30, pending: 70 },
  })
})

test('what an assistant started goes to whom it reaches, and its reach is not shown', async () => {
  const bureau = await makeBureau(database, 20)
  const id = await bureau.create()
  await bureau.upload(id, people(10))
  await using _runner = runner(database)
  await bureau.start(id, { ...person, kind: 'assistant', id: 'grant', reach: { accounts: null, contacts: [] } })
  await expect.poll(async () => (await bureau.get(id)).state, until).toBe('finished')
  expect(await bureau.get(id)).toMatchObject({ recipients: { queued: 0, refused: 10 } })
  expect(JSON.stringify((await bureau.get(id)).startedBy)).not.toContain('reach')
})

test('a broadcast about which nobody decides within a day is cancelled, and told of', async () => {
  const bureau = await makeBureau(database)
  const [old, recent] = [await bureau.create(), await bureau.create()]
  for (const id of [old, recent]) {
    await bureau.upload(id, people(3))
    await bureau.start(id, { ...person, policy: 'approve' })
  }
  await database.pool.query(`update broadcasts set updated_at = now() - interval '25 hours' where id = $1`, [old])
  expect(await inTransaction(database.pool, expireBroadcasts)).toBe(1)
  expect(await bureau.get(old)).toMatchObject({ state: 'cancelled', recipients: { cancelled: 3 } })
  expect((await bureau.get(recent)).state).toBe('awaiting_approval')
  expect((await eventsOf(old)).find(({ state }) => state === 'cancelled')?.data).toMatchObject({
    by: 'system:clock',
    code: 'approval-expired',
  })
})
