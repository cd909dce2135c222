import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { CreateBroadcast } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { createBroadcast } from '../packages/server/src/broadcasts/create-broadcast.ts'
import type { ListRow } from '../packages/server/src/broadcasts/list-row.ts'
import { startBroadcast } from '../packages/server/src/broadcasts/steer-broadcast.ts'
import { uploadRecipients } from '../packages/server/src/broadcasts/upload-recipients.ts'
import { startDispatcher } from '../packages/server/src/outbox/dispatch.ts'
import { localAccessToken, localNumber, startLocalSimulator } from '../packages/server/src/simulator/local-simulator.ts'
import { inTransaction } from '../packages/server/src/store/in-transaction.ts'
import { createTestDatabase } from '../packages/server/src/testing/index.ts'
import { createSeed } from '../packages/server/src/testing/seed-conversation.ts'
import { cloudApiTransport } from '../packages/server/src/transports/cloud-api/transport.ts'
import { rowsOf } from './support/rows-of.ts'
import { serve, temporaryDirectory } from './support/switchboard.ts'

const long = process.env.SWITCHBOARD_FAULTS === '1'
const recipients = long ? 20_000 : 3_000
const kills = long ? 20 : 5

const person = { kind: 'cli', id: 'cli', name: 'test', maySend: true, assistant: false, policy: null } as const
const content = {
  type: 'template',
  name: 'order_update',
  language: 'en_US',
  parameters: {
    body: ['{{ name }}', '{{ order }}'],
    buttons: [{ index: 0, subType: 'url', parameters: ['{{ order }}'] }],
  },
} as const

function* people(count: number): Generator<ListRow[]> {
  for (let from = 0; from < count; from += 500)
    yield Array.from({ length: Math.min(500, count - from) }, (_, index) => ({
      line: from + index + 2,
      to: `+4915${String(100_000_000 + from + index)}`,
      variables: { name: `Person ${from + index}`, order: `A-${from + index}` },
    }))
}

function spawnRunner(connectionString: string): ChildProcess {
  const child = path.join(import.meta.dirname, 'support/broadcast-runner.child.ts')
  return spawn(process.execPath, [child, connectionString], { stdio: ['ignore', 'pipe', 'inherit'] })
}

test(`two runners, ${kills} times kill -9 in the middle: every recipient is accepted at the simulator exactly once`, {
  timeout: 60_000 + recipients * 20,
}, async () => {
  await using database = await createTestDatabase()
  await using simulator = await startLocalSimulator({
    appSecret: 'not used',
    messagesPerSecond: 1_000,
    pairLimit: null,
    remember: recipients * 2,
  })
  const { pool } = database
  const seed = createSeed(pool)
  const workspaceId = await seed.workspace()
  const accountId = await seed.account(workspaceId, localNumber.id)
  await pool.query(`update accounts set send_rate = 1000 where id = $1`, [accountId])
  const asked = { name: 'News', content, accountId } as unknown as CreateBroadcast // its arrays are read-only here
  const { id } = await inTransaction(pool, (tx) => createBroadcast(tx, { workspaceId, caller: person, asked }))
  await uploadRecipients(pool, { workspaceId, broadcastId: id, rows: people(recipients) })
  await inTransaction(pool, (tx) => startBroadcast(tx, { workspaceId, id, caller: person }))

  await using transport = cloudApiTransport({ baseUrl: simulator.url })
  const account = {
    accountId,
    externalId: localNumber.id,
    businessAccountId: localNumber.businessAccountId,
    secrets: { accessToken: localAccessToken },
    settings: { baseUrl: simulator.url },
  }
  await using _dispatcher = startDispatcher({
    pool,
    transports: { 'cloud-api': transport },
    accountOf: () => Promise.resolve(account),
  })
  const runners = [spawnRunner(database.connectionString), spawnRunner(database.connectionString)]
  const state = async () =>
    (await pool.query<{ state: string; queued: number }>(`select state, queued from broadcasts where id = $1`, [id]))
      .rows[0]
  const finished = async () => {
    while ((await state())?.state === 'running') await wait(50)
    return undefined
  }
  let killed = 0
  try {
    const over = finished()
    over.catch(() => undefined) // of a test that has failed already
    while (killed < kills) {
      // Whoever speaks first: one that is being started again may find that the other has done everything.
      const speaking = runners.map((runner, at) => once(runner.stdout ?? runner, 'data').then(() => at))
      const at = await Promise.race([...speaking, over])
      const victim = at === undefined ? undefined : runners[at]
      if (at === undefined || !victim) break
      await wait(Math.random() * 150)
      victim.kill('SIGKILL')
      await once(victim, 'exit')
      killed += 1
      runners[at] = spawnRunner(database.connectionString)
    }
    await expect.poll(state, { timeout: 60_000 + recipients * 10, interval: 100 }).toMatchObject({ state: 'finished' })
  } finally {
    for (const child of runners) child.kill('SIGKILL')
  }
  expect(killed).toBeGreaterThanOrEqual(Math.min(3, kills))
  await expect.poll(() => simulator.ledger.accepted, { timeout: 60_000 }).toBe(recipients)
  const reached = simulator.ledger.acceptances().map(({ recipient }) => recipient)
  expect(new Set(reached).size).toBe(recipients)
  expect(await state()).toMatchObject({ queued: recipients })
  console.log(`killed ${killed} times: ${recipients} recipients, each accepted once`)
})

test('as a user: a CSV, a dry run, a start, and how many have read it', async () => {
  using directory = temporaryDirectory()
  await using server = await serve(directory.path, { ADMIN_API_KEY: 'the owner of this test' })
  const admin = { 'x-admin-api-key': 'the owner of this test' }
  const ask = async (method: string, address: string, body?: string, type = 'application/json') => {
    const headers = { ...admin, ...(body === undefined ? {} : { 'content-type': type }) }
    const response = await fetch(server.url + address, { method, headers, ...(body === undefined ? {} : { body }) })
    return (await response.json()) as Record<string, unknown> // every answer is an object
  }
  const made = await ask('POST', '/v1/broadcasts', JSON.stringify({ name: 'Orders', content }))
  const at = `/v1/broadcasts/${String(made['id'])}`
  const list = Array.from({ length: 60 }, (_, index) => `+44 7700 9${10_000 + index},Person ${index},A-${index}`)
  const uploaded = await ask(
    'POST',
    `${at}/recipients`,
    ['phone,name,order', ...list, list[3], '+44 1,x,y'].join('\n'),
    'text/csv',
  )
  expect(uploaded).toMatchObject({ rows: 62, added: 60, duplicates: 1, invalid: 1 })
  expect(await ask('POST', `${at}/check`)).toMatchObject({ state: 'draft', check: { checked: 60, allowed: 60 } })
  expect(await ask('POST', `${at}/start`)).toMatchObject({ state: 'running' })
  await expect
    .poll(() => ask('GET', at), { timeout: 60_000, interval: 250 })
    .toMatchObject({
      state: 'finished',
      recipients: { queued: 60 },
      deliveries: { waiting: 0, read: expect.toSatisfy((n: number) => n > 30) },
    })
})

test('the whole server killed with kill -9 in the middle: it goes on by itself, and nobody gets two', async () => {
  using directory = temporaryDirectory()
  const appSecret = 'the app secret of the broadcast test'
  await using simulator = await startLocalSimulator({ appSecret, pairLimit: null })
  const environment = {
    ADMIN_API_KEY: 'the owner of this test',
    WHATSAPP_APP_SECRET: appSecret,
    WHATSAPP_ACCESS_TOKEN: localAccessToken,
    WHATSAPP_PHONE_NUMBER_ID: localNumber.id,
    WHATSAPP_WABA_ID: localNumber.businessAccountId,
    WHATSAPP_BASE_URL: simulator.url,
  }
  const count = 400
  let server = await serve(directory.path, environment)
  try {
    const headers = { 'x-admin-api-key': environment.ADMIN_API_KEY }
    const post = async (address: string, body: string, type: string) => {
      const response = await fetch(server.url + address, {
        method: 'POST',
        headers: { ...headers, 'content-type': type },
        body,
      })
      return (await response.json()) as Record<string, unknown> // every answer is an object
    }
    const { id } = await post('/v1/broadcasts', JSON.stringify({ name: 'Orders', content }), 'application/json')
    const at = `/v1/broadcasts/${String(id)}`
    const list = Array.from({ length: count }, (_, index) => `+4915${100_000_000 + index},Person ${index},A-${index}`)
    await post(`${at}/recipients`, ['phone,name,order', ...list].join('\n'), 'text/csv')
    await post(`${at}/start`, '{}', 'application/json')
    for (const part of [0.2, 0.5]) {
      await expect
        .poll(() => simulator.ledger.accepted, { timeout: 60_000, interval: 20 })
        .toBeGreaterThan(count * part)
      server.process.kill('SIGKILL')
      await server.ended
      server = await serve(directory.path, environment)
    }
    const outbox = async () => {
      const statement = `select state, count(*)::int as n from outbox group by state`
      const rows = await rowsOf<{ state: string; n: number }>(directory.path, statement)
      return Object.fromEntries(rows.map(({ state, n }) => [state, n])) as Record<string, number>
    }
    await expect
      .poll(
        async () => {
          const { accepted = 0, leased = 0, unknown = 0 } = await outbox()
          return accepted + leased + unknown
        },
        { timeout: 60_000, interval: 250 },
      )
      .toBe(count)
    await expect.poll(async () => (await outbox())['queued'] ?? 0).toBe(0)
    const { accepted = 0 } = await outbox()
    const reached = simulator.ledger.acceptances().map(({ recipient }) => recipient)
    expect(new Set(reached).size).toBe(reached.length)
    // What was on its way when it died: sent or not, it is never sent again blindly.
    expect(reached.length).toBeGreaterThanOrEqual(accepted)
    console.log(
      `killed twice: ${count} recipients, ${reached.length} accepted, doubled 0, ${count - reached.length} unknown`,
    )
  } finally {
    await server[Symbol.asyncDispose]()
  }
}, 120_000)
