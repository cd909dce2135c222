import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../testing/index.ts'
import type { MessageItem } from '../../transports/inbound-item.ts'
import type { WebhookReader } from '../../transports/webhook-reader.ts'
import { insertRawBodies } from './insert-raw-bodies.case.ts'
import { startProjector } from './projector.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(() =>
  database.pool.query('truncate inbox, inbox_cursors, inbox_parked, messages, statuses, media, events, outbox cascade'),
)

function message(wamid: string, text = wamid): MessageItem {
  return {
    kind: 'message',
    account: { phoneNumberId: '100' },
    at: 1_000,
    raw: wamid,
    wamid,
    direction: 'inbound',
    source: 'live',
    party: { identities: [{ kind: 'wa_id', value: '49151' }] },
    content: { type: 'text', text },
  }
}

/** Reads `{"wamid": …}`; a wamid that starts with "throw" is what the reader can't bear. */
const reader: WebhookReader = {
  transport: 'cloud-api',
  readWebhook(body) {
    const { wamid, text } = body as { wamid: string; text?: string } // bodies of this file
    if (wamid.startsWith('throw')) throw new Error(`can't bear ${wamid}`)
    if (wamid.startsWith('malformed')) return { items: [], malformed: 'it has no entry' }
    return { items: [message(wamid, text)] }
  },
}
const readers = { 'cloud-api': reader }

async function insert(bodies: readonly string[]): Promise<number[]> {
  return insertRawBodies(database.pool, bodies)
}
const wamids = async (): Promise<string[]> =>
  (await database.pool.query<{ wamid: string }>('select wamid from messages order by wamid')).rows.map(
    (row) => row.wamid,
  )
const body = (wamid: string): string => JSON.stringify({ wamid })
const parked = async () => (await database.pool.query('select seq, reason from inbox_parked order by seq')).rows

test('parks the bodies that spoil a batch, each with its reason, and projects all others', async () => {
  const good = Array.from({ length: 100 }, (_, index) => `good-${String(index).padStart(3, '0')}`)
  const bodies = good.map(body)
  bodies.splice(40, 0, body('throw-1'), 'not json at all', body('throw-2'))
  // A lone NUL escape passes JSON but not jsonb: the database refuses it.
  bodies.splice(90, 0, JSON.stringify({ wamid: 'nul', text: 'a\0b' }), body('malformed'))
  const seqs = await insert(bodies)
  await using projector = startProjector({ pool: database.pool, readers })
  await projector.drain()
  expect(await wamids()).toEqual(good)
  expect(await parked()).toEqual([
    { seq: seqs[40], reason: 'projection_failed' },
    { seq: seqs[41], reason: 'not_json' },
    { seq: seqs[42], reason: 'projection_failed' },
    { seq: seqs[90], reason: 'refused_by_database' },
    { seq: seqs[91], reason: 'malformed' },
  ])
  const events = await database.pool.query(`select data from events where type = 'inbox.parked' order by seq`)
  expect(events.rows.map(({ data }) => data.inboxSeq)).toEqual([seqs[40], seqs[41], seqs[42], seqs[90], seqs[91]])
  expect(projector.stats()).toMatchObject({ projected: 105, parked: 5 })
})

test('a body that is committed while it runs is projected after a poke, and without one', async () => {
  let woken = 0
  await using projector = startProjector({ pool: database.pool, readers, onEvents: () => (woken += 1) })
  await insert([body('poked')])
  projector.poke()
  await expect.poll(wamids).toEqual(['poked'])
  await insert([body('unpoked')])
  await expect.poll(wamids).toEqual(['poked', 'unpoked'])
  expect(woken).toBe(2)
})

test('goes on by itself when the database took all its connections away', async () => {
  const reports: string[] = []
  const log = {
    info: (_: object, text: string) => reports.push(text),
    warn: () => {},
    error: (_: object, text: string) => reports.push(text),
  }
  await using projector = startProjector({ pool: database.pool, readers, log, batchSize: 5 })
  const wanted = Array.from({ length: 300 }, (_, index) => `w-${String(index).padStart(3, '0')}`)
  for (let start = 0; start < 300; start += 100) {
    await insert(wanted.slice(start, start + 100).map(body))
    projector.poke()
    await database.pool.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    )
  }
  await projector.drain()
  expect(await wamids()).toEqual(wanted)
  expect(await parked()).toEqual([])
})

test('eight projectors on one inbox project each body once', async () => {
  const wanted = Array.from({ length: 400 }, (_, index) => `w-${String(index).padStart(3, '0')}`)
  const projectors = Array.from({ length: 8 }, () => startProjector({ pool: database.pool, readers, batchSize: 7 }))
  await insertRawBodies(database.pool, wanted.map(body), (index) => index % 8)
  await Promise.all(projectors.map((projector) => projector.drain()))
  await Promise.all(projectors.map((projector) => projector.stop()))
  expect(await wamids()).toEqual(wanted)
  const { rows } = await database.pool.query(`select count(*)::int as n from events where type = 'message.received'`)
  expect(rows).toEqual([{ n: 400 }])
})

test('stops after the batch in hand; what is left is there for the next', async () => {
  const wanted = Array.from({ length: 200 }, (_, index) => `w-${String(index).padStart(3, '0')}`)
  await insert(wanted.map(body))
  const first = startProjector({ pool: database.pool, readers, batchSize: 3 })
  await expect.poll(() => first.stats().projected).toBeGreaterThan(0)
  await first.stop()
  expect(await wamids()).toHaveLength(first.stats().projected)
  await using second = startProjector({ pool: database.pool, readers })
  await second.drain()
  expect(await wamids()).toEqual(wanted)
})
