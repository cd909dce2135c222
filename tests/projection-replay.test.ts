import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createInbox } from '../packages/server/src/ingest/inbox/inbox.ts'
import { startProjector } from '../packages/server/src/ingest/project/projector.ts'
import { replay } from '../packages/server/src/ingest/project/replay.ts'
import { replayFiles } from '../packages/server/src/ingest/project/replay-files.ts'
import { createTestDatabase, type TestDatabase } from '../packages/server/src/testing/index.ts'
import type { FactItem, MessageItem } from '../packages/server/src/transports/inbound-item.ts'
import type { WebhookReader } from '../packages/server/src/transports/webhook-reader.ts'
import { canonicalRows } from './projection/canonical-rows.ts'
import { emptyTables, insertBodies } from './projection/item-inbox.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
beforeEach(() => emptyTables(database.pool))
afterAll(() => database[Symbol.asyncDispose]())

const message = (wamid: string, content: MessageItem['content']): MessageItem => ({
  kind: 'message',
  account: { phoneNumberId: '100' },
  at: 1_000,
  raw: { wamid },
  wamid,
  direction: 'inbound',
  source: 'live',
  party: { identities: [{ kind: 'wa_id', value: '49151' }] },
  content,
})
const novelty: FactItem = {
  kind: 'fact',
  account: { phoneNumberId: '100' },
  at: 1_000,
  raw: {},
  field: 'novelty',
  known: false,
  reason: 'unknown field',
  value: { n: 1 },
}

/** Two versions of one reader: the older throws at `bad`, can't read `new` and takes `field` for a fact. */
const versions = (newer: boolean): { 'cloud-api': WebhookReader } => ({
  'cloud-api': {
    transport: 'cloud-api',
    readWebhook(body) {
      const { wamid } = body as { wamid: string } // bodies of this file
      if (wamid === 'bad' && !newer) throw new Error('an older version could not')
      if (wamid === 'field' && !newer) return { items: [novelty] }
      const readable = newer || wamid !== 'new'
      const content = readable
        ? ({ type: 'text', text: `read ${wamid}` } as const)
        : ({ type: 'unsupported', reason: 'unknown type', raw: { wamid } } as const)
      return { items: [message(wamid, content)] }
    },
  },
})

async function project(readers: { 'cloud-api': WebhookReader }): Promise<void> {
  await using projector = startProjector({ pool: database.pool, readers })
  await projector.drain()
}

const commit = (wamids: readonly string[]) =>
  insertBodies(
    database.pool,
    wamids.map((wamid) => ({ items: [], shard: wamid.length % 8, wamid })),
  )
const types = async () =>
  Object.fromEntries(
    (await database.pool.query('select wamid, type from messages order by wamid')).rows.map((row) => [
      row.wamid,
      row.type,
    ]),
  )
const parked = async () => (await database.pool.query('select attempts from inbox_parked')).rows
const eventCount = async () => (await database.pool.query('select count(*)::int as n from events')).rows[0].n

test('parked bodies that fail again stay parked, those that pass are parked no more', async () => {
  await commit(['good', 'bad'])
  await project(versions(false))
  const pool = database.pool
  expect(await replay({ pool, readers: versions(false) }, { parked: true })).toEqual({ replayed: 1, parked: 1 })
  expect(await parked()).toEqual([{ attempts: 2 }])
  const progress: unknown[] = []
  const outcome = await replay(
    { pool, readers: versions(true), onProgress: (now) => progress.push(now) },
    { parked: true },
  )
  expect(outcome).toEqual({ replayed: 1, parked: 0 })
  expect(progress).toEqual([outcome])
  expect(await parked()).toEqual([])
  expect(await types()).toEqual({ good: 'text', bad: 'text' })
})

test('what an older version could not read is read by a newer one, and no fact of it is left', async () => {
  await commit(['good', 'new', 'field'])
  await project(versions(false))
  expect(await types()).toEqual({ good: 'text', new: 'unsupported' })
  const outcome = await replay(
    { pool: database.pool, readers: versions(true) },
    { since: new Date(Date.now() - 60_000) },
  )
  expect(outcome).toEqual({ replayed: 3, parked: 0 })
  expect(await types()).toEqual({ field: 'text', good: 'text', new: 'text' })
  expect((await canonicalRows(database.pool)).account_facts).toEqual([])
})

test('projecting everything again changes nothing and tells nobody', async () => {
  const seqs = await commit(['good', 'new', 'field', 'bad'])
  await project(versions(false))
  const rows = await canonicalRows(database.pool)
  const events = await eventCount()
  const { pool } = database
  expect(await replay({ pool, readers: versions(false) }, { since: '2020-01-01T00:00:00Z' })).toEqual({
    replayed: 4,
    parked: 1,
  })
  expect(await replay({ pool, readers: versions(false) }, { seqs })).toEqual({ replayed: 4, parked: 1 })
  expect(await canonicalRows(pool)).toEqual(rows)
  expect(await eventCount()).toBe(events)
})

test('takes raw bodies from JSON and NDJSON files and folders, once each, and names those that are none', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'switchboard-replay-'))
  const { pool } = database
  const inbox = createInbox({ pool })
  const projector = startProjector({ pool, readers: versions(true) })
  try {
    mkdirSync(path.join(directory, 'inner'))
    writeFileSync(path.join(directory, 'one.json'), '{\n  "wamid": "one"\n}\n')
    writeFileSync(path.join(directory, 'inner/many.json'), '[{"wamid":"two"},{"wamid":"three"}]')
    writeFileSync(path.join(directory, 'lines.ndjson'), '{"wamid":"four"}\n\n{"wamid":"five"}\r\nnonsense\n')
    writeFileSync(path.join(directory, 'notes.txt'), 'passed over')
    const refused: string[] = []
    const options = {
      inbox,
      projector,
      transport: 'cloud-api' as const,
      shardOfBody: () => 3,
      onRefused: (from: string) => refused.push(from),
    }
    expect(await replayFiles([directory], options)).toEqual({ stored: 5, duplicates: 0, refused: 1 })
    expect(Object.keys(await types())).toEqual(['five', 'four', 'one', 'three', 'two'])
    expect(refused).toEqual([`${path.join(directory, 'lines.ndjson')}:4`])
    expect(await replayFiles([path.join(directory, 'one.json')], options)).toEqual({
      stored: 0,
      duplicates: 1,
      refused: 0,
    })
    await expect(replayFiles([path.join(directory, 'absent')], options)).rejects.toThrow('ENOENT')
  } finally {
    await projector.stop()
    await inbox.close()
    rmSync(directory, { recursive: true, force: true })
  }
})
