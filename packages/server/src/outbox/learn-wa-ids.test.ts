import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { createSeed } from '../testing/seed-conversation.ts'
import { learnWaIds } from './learn-wa-ids.ts'
import { type Desk, dispatch, makeDesk, send } from './outbox.case.ts'
import { prunePairPace } from './prune-pair-pace.ts'
import { scriptedTransport } from './scripted-transport.case.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

async function accept(desk: Desk, waId: string): Promise<void> {
  await using dispatcher = dispatch(
    database,
    scriptedTransport((_, id) => ({ wamid: `wamid.${id}`, waId })),
  )
  await send(database, desk)
  await dispatcher.drain()
}
async function contactOf(desk: Desk, waId: string): Promise<string | undefined> {
  const { rows } = await database.pool.query<{ contact_id: string }>(
    `select contact_id from identities where workspace_id = $1 and kind = 'wa_id' and value = $2`,
    [desk.workspaceId, waId],
  )
  return rows[0]?.contact_id
}

test('the wa_id that the provider states with its acceptance becomes an identity of the contact', async () => {
  const desk = await makeDesk(database)
  await accept(desk, '551187654321')
  expect(await contactOf(desk, '551187654321')).toBe(desk.contactId)
  await accept(desk, '551187654321')
})

test('a wa_id that is somebody else’s stays theirs', async () => {
  const desk = await makeDesk(database)
  const other = await createSeed(database.pool).contact(desk.workspaceId, { phone: '+5215512345678' })
  await accept(desk, '5215512345678')
  expect(await contactOf(desk, '5215512345678')).toBe(other)
})

test('what is no number, and what is said of somebody who was erased, is not kept', async () => {
  const desk = await makeDesk(database)
  await accept(desk, 'US.123')
  expect(await contactOf(desk, 'US.123')).toBeUndefined()
  await using dispatcher = dispatch(
    database,
    scriptedTransport(async (_, id) => {
      await database.pool.query(`update contacts set erased_at = now() where id = $1`, [desk.contactId])
      return { wamid: `wamid.${id}`, waId: '4915111111111' }
    }),
  )
  await send(database, desk)
  await dispatcher.drain()
  expect(await contactOf(desk, '4915111111111')).toBeUndefined()
})

test('the pace of people who were not written to lately is let go of, and that of the others kept', async () => {
  const [long, lately] = [await makeDesk(database), await makeDesk(database)]
  await database.pool.query(`delete from send_pair_pace`)
  await database.pool.query(
    `insert into send_pair_pace values ($1, now() - interval '1 hour'), ($2, now() + interval '5 seconds')`,
    [long.conversationId, lately.conversationId],
  )
  expect(await prunePairPace(database.pool)).toBe(1)
  const { rows } = await database.pool.query(`select conversation_id from send_pair_pace`)
  expect(rows).toEqual([{ conversation_id: lately.conversationId }])
})

test('what many acceptances state is looked up one by one, whatever Postgres believes to be in its tables', async () => {
  const { workspaceId, accountId } = await makeDesk(database)
  const inTx = await database.pool.connect()
  try {
    await inTx.query('begin')
    const { rows } = await inTx.query<{ id: string }>(
      `with people as (insert into contacts (id, workspace_id) select uuidv7(), $1 from generate_series(1, 3000) returning id),
       places as (insert into conversations (id, workspace_id, account_id, kind, contact_id)
         select uuidv7(), $1, $2, 'direct', id from people returning id)
       insert into outbox (id, workspace_id, account_id, conversation_id, state, priority, due_at, recipient, content, request_fingerprint,
         requested_by) select uuidv7(), $1, $2, id, 'leased', 2, now(), '{}', '{}', '', '{}' from places
       returning id`,
      [workspaceId, accountId],
    )
    const stated = rows.map(({ id }, index) => ({ sendId: id, waId: `${4_915_110_000_000 + index}` }))
    const read = async (): Promise<number> => {
      const { rows: counts } = await inTx.query<{ n: number }>(
        `select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int as n from pg_stat_xact_user_tables
         where relname in ('outbox', 'conversations', 'contacts', 'identities')`,
      )
      return counts[0]?.n ?? 0
    }
    await learnWaIds(inTx, stated.slice(0, 2_900))
    const before = await read()
    await learnWaIds(inTx, stated.slice(2_900))
    // Of each: its send twice, its conversation, its person, and what foreign keys and conflicts look at.
    expect((await read()) - before).toBeLessThanOrEqual(100 * 8)
    const { rowCount } = await inTx.query(`select from identities where kind = 'wa_id' and value = any ($1)`, [
      stated.map(({ waId }) => waId),
    ])
    expect(rowCount).toBe(3_000)
  } finally {
    await inTx.query('rollback')
    inTx.release()
  }
})
