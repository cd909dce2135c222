import type { ContactId, WorkspaceId } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBroadcast } from '../packages/server/src/broadcasts/create-broadcast.ts'
import { createInbox, type Inbox } from '../packages/server/src/ingest/inbox/inbox.ts'
import { startProjector } from '../packages/server/src/ingest/project/projector.ts'
import { replay } from '../packages/server/src/ingest/project/replay.ts'
import { shardOf } from '../packages/server/src/ingest/shard-of.ts'
import { eraseContact } from '../packages/server/src/retention/erase-contact.ts'
import { exportContact } from '../packages/server/src/retention/export-contact.ts'
import { createTestDatabase, type TestDatabase } from '../packages/server/src/testing/index.ts'
import { accountKeyOf } from '../packages/server/src/transports/cloud-api/account-key.ts'
import { cloudApiReader } from '../packages/server/src/transports/cloud-api/read-webhook.ts'
import { sampleMorning } from '../packages/server/src/transports/cloud-api/sample-traffic.ts'

const readers = { 'cloud-api': cloudApiReader }
const morning = sampleMorning({
  now: Date.UTC(2026, 10, 20, 9),
  phoneNumberId: '15550100100001',
  businessAccountId: '15550100100002',
})
let database: TestDatabase
let inbox: Inbox

beforeAll(async () => {
  database = await createTestDatabase()
  inbox = createInbox({ pool: database.pool })
  await store()
})
afterAll(async () => {
  await inbox[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

async function store(): Promise<string[]> {
  const outcomes = await Promise.all(
    morning.map(({ body }) =>
      inbox.commit(Buffer.from(JSON.stringify(body)), 'cloud-api', shardOf(accountKeyOf(body))),
    ),
  )
  const projector = startProjector({ pool: database.pool, readers })
  await projector.drain()
  await projector.stop()
  return outcomes
}

async function column<Value>(statement: string, values: unknown[] = []): Promise<Value[]> {
  const { rows } = await database.pool.query<{ v: Value }>(statement, values)
  return rows.map((row) => row.v)
}

/** Every row of every table as text, raw bodies decoded. */
async function everything(): Promise<string[]> {
  const tables = await column<string>(
    `select c.relname as v from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
  )
  const rows = await Promise.all(
    tables.map((table) =>
      column<string>(
        table === 'inbox'
          ? `select 'inbox ' || convert_from(body, 'utf8') as v from inbox`
          : `select '${table} ' || t::text as v from ${table} t`,
      ),
    ),
  )
  return rows.flat()
}

const messagesOfOthers = (contact: string) =>
  column(
    `select m.wamid || ' ' || m.content::text as v from messages m join conversations v on v.id = m.conversation_id
     where m.contact_id is distinct from $1 and v.contact_id is distinct from $1 order by 1`,
    [contact],
  )

/** By each of the names, some of which are no recipient. */
async function putIntoBroadcast(workspaceId: WorkspaceId, names: readonly string[]): Promise<void> {
  const recipients = names.flatMap((name) =>
    [name, `+${name}`, `0${name.slice(2)}`].map((to) => ({ to, variables: { name: 'Oliver' } })),
  )
  const asked = { name: 'News', content: { type: 'text', text: 'Hi {{ name }}' }, recipients } as const
  const caller = { kind: 'cli', id: 'cli', name: 'test', maySend: true, assistant: false, policy: null } as const
  await createBroadcast(database.pool, { workspaceId, caller, asked: { ...asked, recipients } })
  expect(await column(`select count(*)::int as v from broadcast_recipients`)).toEqual([recipients.length])
}

test('an erased person is in no row of any table and in no raw body, and everybody else still is', async () => {
  const [workspaceId] = await column<WorkspaceId>('select id as v from workspaces')
  const [contactId] = await column<ContactId>(`select id as v from contacts where profile_name = 'Oliver Webb'`)
  if (!workspaceId || !contactId) throw new Error('the morning has no Oliver Webb')
  const names = await column<string>(`select ltrim(value, '+') as v from identities where contact_id = $1`, [contactId])
  const wamids = await column<string>(
    `select m.wamid as v from messages m join conversations v on v.id = m.conversation_id where v.contact_id = $1`,
    [contactId],
  )
  await putIntoBroadcast(workspaceId, names)
  const othersBefore = await messagesOfOthers(contactId)
  const exported = []
  for await (const row of exportContact(database.pool, workspaceId, contactId)) exported.push(row)
  expect(exported.filter((row) => row.kind === 'message').map((row) => row['wamid'])).toEqual(
    expect.arrayContaining(wamids),
  )
  expect(new Set(exported.map(({ kind }) => kind))).toEqual(
    new Set(['contact', 'identity', 'conversation', 'broadcast', 'call', 'message']),
  )
  expect(exported.filter(({ kind }) => kind === 'identity').map((row) => row['type'])).toContain('phone')
  expect(names.length).toBeGreaterThan(0)

  const erasure = await eraseContact(database.pool, { workspaceId, contactId, requestedBy: 'the test' })

  expect(erasure?.counts).toMatchObject({ messages: expect.any(Number), conversations: 1 })
  const traces = async () =>
    (await everything()).filter((row) => [...names, ...wamids, 'Oliver'].some((name) => row.includes(name)))
  expect(await traces()).toEqual([])
  expect(await messagesOfOthers(contactId)).toEqual(othersBefore)
  expect(await column('select contact_id as v from erasures')).toEqual([contactId])

  await replay({ pool: database.pool, readers }, { since: new Date(0) })
  expect(await traces()).toEqual([])
  expect(await column('select count(*)::int as v from inbox_parked')).toEqual([0])

  // Meta may send an unanswered webhook again for days: the original is still known, so nobody comes back.
  expect(new Set(await store())).toEqual(new Set(['duplicate']))
  expect(await traces()).toEqual([])
  expect(await eraseContact(database.pool, { workspaceId, contactId, requestedBy: 'the test' })).toBeNull()
})

test('who answered an erased person in a group is no longer said to have', async () => {
  const [workspaceId] = await column<WorkspaceId>('select id as v from workspaces')
  const [contactId] = await column<ContactId>(`select id as v from contacts where profile_name = 'Ana Ribeiro'`)
  if (!workspaceId || !contactId) throw new Error('the morning has no Ana Ribeiro')
  const names = await column<string>(`select ltrim(value, '+') as v from identities where contact_id = $1`, [contactId])
  const wamids = await column<string>(`select wamid as v from messages where contact_id = $1`, [contactId])
  const others = await messagesOfOthers(contactId)
  const answers = `select wamid as v from messages where contact_id <> $1 and quoted_wamid = any ($2::text[])`
  expect(await column(answers, [contactId, wamids])).toHaveLength(1)

  await eraseContact(database.pool, { workspaceId, contactId, requestedBy: 'the test' })

  const traces = async () =>
    (await everything()).filter((row) => [...names, ...wamids, 'Ribeiro'].some((name) => row.includes(name)))
  expect(await traces()).toEqual([])
  expect(await messagesOfOthers(contactId)).toEqual(others)
  await replay({ pool: database.pool, readers }, { since: new Date(0) })
  expect(await traces()).toEqual([])
})
