import { type AccountId, Call, type CallId, type ContactId, type WorkspaceId } from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../testing/index.ts'
import { createSeed, type Seed } from '../../testing/seed-conversation.ts'
import { getCall } from './get-call.ts'
import { listCalls } from './list-calls.ts'
import { walkPages } from './walk-pages.case.ts'

let database: TestDatabase
let seed: Seed
let workspace: WorkspaceId
let account: AccountId
let ana: ContactId
const ids: CallId[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  seed = createSeed(database.pool)
  workspace = await seed.workspace()
  account = await seed.account(workspace)
  ana = await seed.contact(workspace, { name: 'Ana' })
  for (let hour = 0; hour < 5; hour++) {
    const id = uuidv7() as CallId // made here
    ids.unshift(id)
    await database.pool.query(
      `insert into calls (id, workspace_id, account_id, contact_id, provider_call_id, direction, state, state_rank,
         first_event_at, last_event_at) values ($1, $2, $3, $4, $5, $6, 'terminate', 3, $7, $7)`,
      [
        id,
        workspace,
        account,
        hour === 4 ? ana : null,
        `call ${hour}`,
        hour % 2 ? 'outbound' : 'inbound',
        new Date(hour * 3.6e6),
      ],
    )
  }
})
afterAll(() => database[Symbol.asyncDispose]())

test('calls come newest first, each once over the pages', async () => {
  const calls = await walkPages((cursor) => listCalls(database.db, workspace, { limit: 2, cursor }))
  expect(calls.map(({ id }) => id)).toEqual(ids)
  expect(calls.map((call) => Call.parse(call))).toEqual(calls)
})

test('filters narrow by contact, direction and time', async () => {
  const idsOf = async (args: Parameters<typeof listCalls>[2]) =>
    (await listCalls(database.db, workspace, args)).items.map(({ id }) => id)
  expect(await idsOf({ contactId: ana })).toEqual([ids[0]])
  expect(await idsOf({ direction: 'outbound' })).toEqual([ids[1], ids[3]])
  expect(await idsOf({ after: '1970-01-01T01:00:00Z', before: '1970-01-01T03:00:00Z' })).toEqual([ids[2], ids[3]])
  expect(await idsOf({ accountId: account, limit: 1 })).toEqual([ids[0]])
})

test('one call is found by its id, by its own workspace only', async () => {
  const callId = ids[0] as CallId
  expect(await getCall(database.db, workspace, { callId })).toMatchObject({ id: callId, contact: { name: 'Ana' } })
  const stranger = await seed.workspace()
  expect(await getCall(database.db, stranger, { callId })).toBe(null)
  expect((await listCalls(database.db, stranger, {})).items).toEqual([])
})
