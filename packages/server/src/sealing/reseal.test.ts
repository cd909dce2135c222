import { randomBytes } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { countFormer, countSealed, type Place, reseal } from './reseal.ts'
import { createSealer, type SealedSecret } from './seal.ts'
import { sealedPlaces } from './sealed-places.ts'

const [former, present, stranger] = [randomBytes(32), randomBytes(32), randomBytes(32)]
const old = createSealer(() => [former])
const ring = [present, former]
const sealer = createSealer(() => ring)
const places: Place[] = sealedPlaces.map((place) => ({ ...place, sealer }))
const workspaceId = '01a1fccb-0000-7000-8000-000000000001'
const accounts: string[] = []
const endpoint = uuidv7()
const bad = { moved: uuidv7(), strange: uuidv7(), torn: uuidv7() }

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await database.pool.query(`insert into workspaces (id, name) values ($1, 'w')`, [workspaceId])
  for (let n = 0; n < 230; n += 1) {
    const id = uuidv7()
    accounts.push(id)
    await insertAccount(id, {
      accessToken: old.seal(id, 'accessToken', `token ${n}`),
      appSecret: (n % 2 ? old : sealer).seal(id, 'appSecret', `secret ${n}`),
    })
  }
  await database.pool.query(
    `insert into webhook_endpoints (id, workspace_id, url, description, event_types, include_messages, state, secret, former_secret, cursor, created_by)
     values ($1, $2, 'https://example.com', '', '{}', false, 'enabled', $3, $4, 0, 'test')`,
    [endpoint, workspaceId, JSON.stringify(old.seal(endpoint, 'secret', 'one')), old.seal(endpoint, 'secret', 'two')],
  )
})
afterAll(() => database[Symbol.asyncDispose]())

function insertAccount(id: string, secrets: Record<string, unknown>) {
  return database.pool.query(
    `insert into accounts (id, workspace_id, transport, external_id, secrets) values ($1, $2, 'test', 'n' || $1::uuid, $3)`,
    [id, workspaceId, JSON.stringify(secrets)],
  )
}

async function secretsOf(id: string) {
  const { rows } = await database.pool.query<{ secrets: Record<string, SealedSecret> }>(
    'select secrets from accounts where id = $1',
    [id],
  )
  return rows[0]?.secrets ?? {}
}

test('what a former key sealed is brought under the present one, in batches, and nothing else changes', async () => {
  const before = await secretsOf(accounts[0] ?? '')
  expect(await countSealed(database.pool, places)).toBe(462)
  expect(await countFormer(database.pool, places)).toBe(230 + 115 + 2)
  const seen: number[] = []
  const report = await reseal(database.pool, places, ({ done, of }) => {
    expect(of).toBe(347)
    seen.push(done)
  })
  expect(report).toEqual({ resealed: 347, unreadable: [] })
  expect(seen.slice(0, 3)).toEqual([150, 300, 345])
  expect(await countFormer(database.pool, places)).toBe(0)
  const after = await secretsOf(accounts[0] ?? '')
  const only = createSealer(() => [present])
  expect(only.open(accounts[0] ?? '', 'accessToken', after['accessToken'])).toBe('token 0')
  expect(after['accessToken']).toMatchObject({ key: only.keyId, setAt: before['accessToken']?.setAt })
  expect(after['accessToken']?.nonce).not.toBe(before['accessToken']?.nonce)
  // It was of the present key.
  expect(after['appSecret']).toEqual(before['appSecret'])
  const { rows } = await database.pool.query('select secret, former_secret from webhook_endpoints')
  expect([rows[0].secret, rows[0].former_secret].map((sealed) => only.open(endpoint, 'secret', sealed))).toEqual([
    'one',
    'two',
  ])
  expect(await reseal(database.pool, places)).toEqual({ resealed: 0, unreadable: [] })
})

test('what cannot be opened is left as it is and named; the rest goes on', async () => {
  const torn = old.seal(bad.torn, 'accessToken', 'x')
  const wrong = {
    moved: { accessToken: old.seal(accounts[0] ?? '', 'accessToken', 'x') },
    strange: { accessToken: createSealer(() => [stranger]).seal(bad.strange, 'accessToken', 'x') },
    torn: { accessToken: { ...torn, box: Buffer.alloc(32).toString('base64') }, appSecret: 'no envelope' },
  }
  for (const name of ['moved', 'strange', 'torn'] as const) await insertAccount(bad[name], wrong[name])
  const good = uuidv7()
  await insertAccount(good, { accessToken: old.seal(good, 'accessToken', 'y') })
  const { resealed, unreadable } = await reseal(database.pool, places)
  expect(resealed).toBe(1)
  expect(unreadable.map(({ rowId, name, reason }) => [rowId, name, reason])).toEqual([
    [bad.moved, 'accessToken', expect.stringContaining('damaged or belongs elsewhere')],
    [bad.strange, 'accessToken', expect.stringContaining('sealed with the key')],
    [bad.torn, 'appSecret', expect.stringContaining('not in a form')],
    [bad.torn, 'accessToken', expect.stringContaining('damaged or belongs elsewhere')],
  ])
  expect(JSON.stringify(unreadable)).not.toContain('no envelope')
  for (const name of ['moved', 'strange', 'torn'] as const) expect(await secretsOf(bad[name])).toEqual(wrong[name])
})

test('a change that comes in between is not overwritten', async () => {
  const id = uuidv7()
  await insertAccount(id, { accessToken: old.seal(id, 'accessToken', 'before') })
  const client = await database.pool.connect()
  await client.query('begin')
  const given = JSON.stringify({ accessToken: old.seal(id, 'accessToken', 'after') })
  await client.query('update accounts set secrets = $2 where id = $1', [id, given])
  const running = reseal(database.pool, places)
  await expect
    .poll(
      async () => {
        const { rows } = await database.pool.query(`select count(*)::int as n from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`)
        return rows[0].n
      },
      { timeout: 60_000 },
    )
    .toBe(1)
  await client.query('commit')
  client.release()
  await running
  expect(createSealer(() => [present]).open(id, 'accessToken', (await secretsOf(id))['accessToken'])).toBe('after')
})
