import { createHash } from 'node:crypto'
import type pg from 'pg'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../packages/server/src/testing/index.ts'
import { mutantStream } from './mutants/mutant-stream.ts'
import { oddBodies } from './mutants/odd-bodies.ts'
import { messageBody, postBody } from './support/signed-webhook.ts'
import { type Running, serve, temporaryDirectory } from './support/switchboard.ts'

const long = process.env.SWITCHBOARD_FAULTS === '1'
const mutants = long ? 100_000 : 1_500
const seed = Number(process.env.SEED ?? (long ? Date.now() % 2 ** 30 : 1))
const senders = 16
const everySentinel = 10
const appSecret = 'the app secret of the mutants'

interface Sent {
  readonly statuses: Map<number | null, number>
  /** Answered 200: SHA-256 in hex. */
  readonly kept: Set<string>
  readonly sentinels: string[]
  /** Answered in another way than the body deserves. */
  readonly wrong: string[]
}

/** Whether a body is a JSON object, said without the server's own code. */
function isObject(body: Buffer): boolean {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body))
    return Object.prototype.toString.call(value) === '[object Object]'
  } catch {
    return false
  }
}

async function send(server: Running, body: Buffer, sent: Sent): Promise<void> {
  const status = await postBody(server.url, appSecret, body)
  sent.statuses.set(status, (sent.statuses.get(status) ?? 0) + 1)
  if (status === 200) sent.kept.add(createHash('sha256').update(body).digest('hex'))
  if (status !== (isObject(body) ? 200 : 400)) sent.wrong.push(`${status}: ${body.toString('latin1', 0, 300)}`)
}

async function sendMutants(server: Running, sent: Sent): Promise<void> {
  // One stream for all senders: whoever is free takes the next.
  const stream = mutantStream(mutants, seed)
  let number = 0
  await Promise.all(
    Array.from({ length: senders }, async () => {
      for (let next = stream.next(); !next.done; next = stream.next()) {
        const own = number++
        await send(server, next.value, sent)
        if (own % everySentinel === 0) await sendSentinel(server, sent)
      }
    }),
  )
}

async function sendSentinel(server: Running, sent: Sent): Promise<void> {
  const wamid = `wamid.sentinel-${sent.sentinels.length}`
  sent.sentinels.push(wamid)
  await send(server, Buffer.from(JSON.stringify(messageBody(wamid))), sent)
}

async function values<Value>(pool: pg.Pool, statement: string): Promise<Value[]> {
  return (await pool.query<{ v: Value }>(statement)).rows.map((row) => row.v)
}

const unprojected = `select count(*)::int as v from inbox i join inbox_cursors c using (shard) where i.seq > c.seq`

test(`${mutants} mutated bodies: each is kept and projected or parked, and costs no other its place`, {
  timeout: long ? 1_800_000 : 120_000,
}, async () => {
  using directory = temporaryDirectory()
  await using database = await createTestDatabase()
  const { pool } = database
  await using server = await serve(directory.path, {
    WHATSAPP_APP_SECRET: appSecret,
    DATABASE_URL: database.connectionString,
    LOG_LEVEL: 'warn',
  })
  const sent: Sent = { statuses: new Map(), kept: new Set(), sentinels: [], wrong: [] }
  const started = performance.now()
  // One after the other: several of 3 MB at once would be too much to wait for the disk, and be asked to come again.
  for (const [name, make] of Object.entries(oddBodies)) {
    await send(server, Buffer.from(make(name)), sent)
    await sendSentinel(server, sent)
  }
  await sendMutants(server, sent)
  const seconds = (performance.now() - started) / 1000
  expect(sent.wrong, `seed ${seed}`).toEqual([])
  await expect.poll(() => values(pool, unprojected), { timeout: long ? 600_000 : 60_000, interval: 200 }).toEqual([0])

  const stored = await values<string>(
    pool,
    `select encode(sha256(body), 'hex') as v from inbox where sha256(body) = body_sha256`,
  )
  expect(new Set(stored), `seed ${seed}`).toEqual(sent.kept)
  expect(stored.length, 'each is kept once').toBe(sent.kept.size)
  const sentinels = await values<string>(
    pool,
    `select wamid as v from messages where wamid like 'wamid.sentinel-%' and text = 'text ' || wamid`,
  )
  expect(sentinels.toSorted(), `seed ${seed}`).toEqual(sent.sentinels.toSorted())
  const parked = await values<string>(pool, `select reason || ': ' || coalesce(detail, '') as v from inbox_parked`)
  expect(parked.filter((reason) => reason.startsWith(':'))).toEqual([])
  expect(server.process.exitCode, server.stderr()).toBe(null)
  expect(server.stderr()).not.toMatch(/"level":(50|60)/)

  console.log(
    `seed ${seed}: ${[...sent.statuses].map(([status, count]) => `${count} × ${status}`).join(', ')} in ${Math.round(seconds)} s; ` +
      `${stored.length} kept, ${parked.length} of them parked, ${sentinels.length} sentinels projected` +
      parked.map((reason) => `\n  parked: ${reason.slice(0, 200)}`).join(''),
  )
})
