import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { createSeed } from '../testing/seed-conversation.ts'
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
