import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { ConversationId, MessageId } from '@switchboard/contract'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeMedia } from '../ingest/project/media-rows.ts'
import { enforceRetention } from '../retention/enforce-retention.ts'
import { eraseContact } from '../retention/erase-contact.ts'
import { createSeed } from '../testing/seed-conversation.ts'
import { TransportError } from '../transports/transport-error.ts'
import {
  accountOf,
  createMediaBench,
  downloading,
  type MediaBench,
  png,
  type Scripted,
  sha256Of,
  streamOf,
} from './media.case.ts'
import { type MediaFetcher, type MediaFetcherOptions, startMediaFetcher } from './media-fetcher.ts'
import { saveUpload } from './save-upload.ts'
import { storeBlob } from './store-blob.ts'
import { sweepBlobs } from './sweep-blobs.ts'

let bench: MediaBench
beforeEach(async () => {
  bench = await createMediaBench()
})
afterEach(() => bench[Symbol.asyncDispose]())

const image = (providerMediaId: string, more: object = {}) => ({ type: 'image' as const, providerMediaId, ...more })

function start(script: Scripted, more: Partial<MediaFetcherOptions> = {}): MediaFetcher {
  return startMediaFetcher({
    pool: bench.database.pool,
    blobs: bench.blobs,
    transports: { 'cloud-api': downloading(script) },
    accountOf,
    pollMilliseconds: 50,
    sweepMilliseconds: 50,
    ...more,
  })
}
const gives =
  (bytes: Buffer, sha256?: string): Scripted =>
  async () => ({ body: streamOf(bytes), sha256 })
const events = async () => {
  const { rows } = await bench.database.pool.query<{ type: string; data: object }>(
    `select type, data from events where type like 'media.%' order by seq`,
  )
  return rows
}
const dueNow = () => bench.database.pool.query(`update media set due_at = now() where state = 'pending'`)
const refusal = (more: object = {}) =>
  new TransportError({ outcome: 'not-sent', retryable: true, sentence: 'Nobody answers.', ...more })

test('stores what came, checked, typed by its bytes, and says so', async () => {
  const id = await bench.receive(image('m1', { mimeType: 'image/gif', sha256: sha256Of(png) }))
  let told = 0
  await using fetcher = start(gives(png, sha256Of(png).toUpperCase()), { onEvents: () => (told += 1) })
  fetcher.poke()
  await fetcher.drain()
  expect(await bench.row(id)).toMatchObject({
    state: 'stored',
    blob_sha256: sha256Of(png),
    attempts: 1,
    mime_type: 'image/gif',
  })
  const { rows } = await bench.database.pool.query('select key, sha256, size_bytes, mime_type from blobs')
  expect(rows).toEqual([
    { key: bench.files()[0], sha256: sha256Of(png), size_bytes: png.length, mime_type: 'image/png' },
  ])
  expect((await buffer(await bench.blobs.get(rows[0].key))).equals(png)).toBe(true)
  expect(await events()).toEqual([
    { type: 'media.stored', data: { mediaId: id, kind: 'image', mimeType: 'image/png', sizeBytes: png.length } },
  ])
  expect(told).toBe(1)
})

test('keeps one copy of what comes many times', async () => {
  const ids = await Promise.all(['a', 'b', 'c', 'd'].map((one) => bench.receive(image(one))))
  await using fetcher = start(gives(png))
  await fetcher.drain()
  for (const id of ids) expect(await bench.row(id)).toMatchObject({ state: 'stored', blob_sha256: sha256Of(png) })
  await expect.poll(() => bench.files().length).toBe(1)
})

test('tries again what failed, and shows why it waits', async () => {
  const id = await bench.receive(image('m1'))
  let asked = 0
  await using fetcher = start(async () => {
    asked += 1
    if (asked === 1) throw refusal()
    return { body: streamOf(png) }
  })
  await fetcher.drain()
  const waiting = await bench.row(id)
  expect(waiting).toMatchObject({
    state: 'pending',
    attempts: 1,
    failure: { code: 'provider', sentence: 'Nobody answers.' },
  })
  expect((waiting['due_at'] as Date).getTime()).toBeGreaterThan(Date.now() + 2_000)
  await dueNow()
  await fetcher.drain()
  expect(await bench.row(id)).toMatchObject({ state: 'stored', attempts: 2, failure: null })
})

test('does not keep bytes that are not those announced, whether wrong or cut short', async () => {
  const wrong = await bench.receive(image('wrong'))
  const claimed = await bench.receive(
    image('claimed', { sha256: Buffer.from(sha256Of(Buffer.from('x')), 'hex').toString('base64') }),
  )
  const cut = await bench.receive(image('cut'))
  await using fetcher = start(async ({ providerMediaId }) => {
    if (providerMediaId === 'wrong') return { body: streamOf(png), sha256: sha256Of(Buffer.from('other')) }
    if (providerMediaId === 'claimed') return { body: streamOf(png) }
    return {
      body: Readable.from(
        (async function* () {
          yield png.subarray(0, 20)
          throw new Error('socket hang up')
        })(),
        { objectMode: false },
      ),
    }
  })
  await fetcher.drain()
  expect(await bench.row(wrong)).toMatchObject({ state: 'pending', failure: { code: 'hash-mismatch' } })
  expect(await bench.row(claimed)).toMatchObject({ state: 'pending', failure: { code: 'hash-mismatch' } })
  expect(await bench.row(cut)).toMatchObject({ state: 'pending', failure: { code: 'broken-off' } })
  expect(bench.files()).toEqual([])
  expect((await bench.database.pool.query('select from loose_blobs')).rowCount).toBe(0)
})

test('takes nothing beyond the limit, announced or not', async () => {
  const announced = await bench.receive(image('announced'))
  const hidden = await bench.receive(image('hidden'))
  await using fetcher = start(
    async ({ providerMediaId }) => ({
      body: providerMediaId === 'announced' ? new Readable({ read() {} }) : streamOf(Buffer.alloc(1_001)),
      sizeBytes: providerMediaId === 'announced' ? 5_000_000_000 : undefined,
    }),
    { maxBytes: 1_000 },
  )
  await fetcher.drain()
  for (const id of [announced, hidden])
    expect(await bench.row(id)).toMatchObject({ state: 'too_large', failure: { code: 'too-large' } })
  expect(bench.files()).toEqual([])
  expect((await events()).map(({ type, data }) => [type, data])).toEqual([
    ['media.failed', expect.objectContaining({ state: 'too_large' })],
    ['media.failed', expect.objectContaining({ state: 'too_large' })],
  ])
})

test('a file that the provider has no more ends after some attempts; one without an id at once', async () => {
  const gone = await bench.receive(image('gone'))
  const nameless = await bench.receive({ type: 'image' })
  await using fetcher = start(async () => {
    throw refusal({ retryable: false, httpStatus: 404, sentence: 'Meta does not know it.' })
  })
  for (let attempt = 0; attempt < 4; attempt += 1) {
    await dueNow()
    await fetcher.drain()
  }
  expect(await bench.row(gone)).toMatchObject({ state: 'expired', attempts: 4 })
  expect(await bench.row(nameless)).toMatchObject({ state: 'failed', failure: { code: 'no-reference' } })
})

test('two fetchers download each file once', async () => {
  const asked: string[] = []
  const script: Scripted = async ({ providerMediaId }) => {
    asked.push(providerMediaId)
    return { body: streamOf(Buffer.from(providerMediaId)) }
  }
  const names = Array.from({ length: 40 }, (_, index) => `m${index}`)
  for (const name of names) await bench.receive(image(name))
  await using first = start(script)
  await using second = start(script)
  await Promise.all([first.drain(), second.drain()])
  expect(asked.toSorted()).toEqual(names.toSorted())
})

test('a stop breaks off a download and gives it back untried; the next server gets it', async () => {
  const id = await bench.receive(image('slow'))
  const begun = Promise.withResolvers<void>()
  const first = start(async () => {
    begun.resolve()
    return { body: new Readable({ read() {} }) }
  })
  await begun.promise
  await first.stop()
  expect(await bench.row(id)).toMatchObject({ state: 'pending', attempts: 0, lease_id: null })
  expect(bench.files()).toEqual([])
  await using second = start(gives(png))
  await second.drain()
  expect(await bench.row(id)).toMatchObject({ state: 'stored' })
})

test('what waits for a transport that is not there costs nothing and stays', async () => {
  const id = await bench.receive(image('m1'))
  await using fetcher = start(gives(png), { transports: {} })
  await fetcher.drain()
  expect(await bench.row(id)).toMatchObject({ state: 'pending', attempts: 0 })
})

test('an erased person takes the only copy along, and not one that somebody else sent too', async () => {
  await bench.receive(image('mine'))
  await bench.receive(image('shared'))
  await using fetcher = start(async ({ providerMediaId }) => ({ body: streamOf(Buffer.from(providerMediaId)) }))
  await fetcher.drain()
  const { rows } = await bench.database.pool.query('select contact_id from conversations')
  await bench.database.pool.query(
    `insert into media (id, workspace_id, account_id, message_id, kind, state, blob_sha256)
     select uuidv7(), workspace_id, account_id, uuidv7(), kind, 'stored', blob_sha256 from media
     where provider_media_id = 'shared'`,
  )
  await eraseContact(bench.database.pool, {
    workspaceId: bench.workspaceId,
    contactId: rows[0].contact_id,
    requestedBy: 'the test',
  })
  await expect.poll(() => bench.files().length).toBe(1)
  const left = await bench.database.pool.query<{ sha256: string; key: string }>('select sha256, key from blobs')
  expect(left.rows).toEqual([{ sha256: sha256Of(Buffer.from('shared')), key: bench.files()[0] }])
})

test('an erased person takes along what was uploaded for them, and not what others got or wait for', async () => {
  const { pool } = bench.database
  const seed = createSeed(pool)
  const otherContact = await seed.contact(bench.workspaceId, { phone: '+4915100000002' })
  const other = await seed.conversation(bench.workspaceId, bench.accountId, otherContact)
  const store = { pool, blobs: bench.blobs }
  const upload = async (text: string) => {
    const loose = await storeBlob(store, streamOf(Buffer.from(text)), { maxBytes: 100 })
    return await saveUpload(store, { workspaceId: bench.workspaceId, loose, claimedType: null, filename: text })
  }
  const sentIn = async (conversationId: ConversationId, mediaId: string) => {
    const messageId = await seed.message(conversationId, { at: Date.now(), direction: 'outbound' })
    await pool.query(
      `insert into media (id, workspace_id, account_id, message_id, kind, state, blob_sha256)
       select uuidv7(), workspace_id, $3, $2, 'document', 'stored', blob_sha256 from media where id = $1`,
      [mediaId, messageId, bench.accountId],
    )
  }
  const [mine, both, waiting] = [await upload('mine'), await upload('both'), await upload('waiting')]
  for (const id of [mine, both, waiting]) await sentIn(bench.conversationId, id)
  await sentIn(other, both)
  await pool.query(
    `insert into outbox (id, workspace_id, account_id, conversation_id, state, priority, due_at, recipient, content,
       request_fingerprint, requested_by)
     values (uuidv7(), $1, $2, $3, 'held', 0, now(), '{}', $4, '', '{}')`,
    [bench.workspaceId, bench.accountId, other, JSON.stringify({ type: 'document', media: { mediaId: waiting } })],
  )
  const { rows } = await pool.query(`select contact_id from conversations where id = $1`, [bench.conversationId])
  await eraseContact(pool, { workspaceId: bench.workspaceId, contactId: rows[0].contact_id, requestedBy: 'the test' })
  const left = await pool.query('select distinct filename from media where message_id is null order by 1')
  expect(left.rows).toEqual([{ filename: 'both' }, { filename: 'waiting' }])
  await sweepBlobs(store)
  expect(bench.files()).toHaveLength(2)
})

test('uploads go by age, and their files with them', async () => {
  const { pool } = bench.database
  const store = { pool, blobs: bench.blobs }
  const loose = await storeBlob(store, streamOf(png), { maxBytes: 1_000 })
  const id = await saveUpload(store, { workspaceId: bench.workspaceId, loose, claimedType: null, filename: null })
  const later = new Date(Date.now() + 31 * 86_400_000)
  await enforceRetention(pool, { now: later, retentionDays: 32 })
  expect(await bench.row(id)).toMatchObject({ state: 'stored' })
  await enforceRetention(pool, { now: later, retentionDays: 30 })
  expect(await bench.row(id)).toEqual({})
  await sweepBlobs(store)
  expect(bench.files()).toEqual([])
})

test('a better reading with another id is tried anew, and one of a file that we have is not', async () => {
  const failed = await bench.receive({ type: 'image' })
  const stored = await bench.receive(image('m1'))
  await using fetcher = start(gives(png))
  await fetcher.drain()
  expect(await bench.row(failed)).toMatchObject({ state: 'failed' })
  for (const id of [failed, stored]) {
    const { message_id: messageId } = (await bench.row(id)) as { message_id: MessageId } // as the row has it
    const { workspaceId, accountId } = bench
    await writeMedia(bench.database.pool, [{ messageId, workspaceId, accountId, content: image('m2'), replaced: true }])
  }
  expect(await bench.row(stored)).toMatchObject({ state: 'stored', provider_media_id: 'm2', attempts: 1 })
  await fetcher.drain()
  expect(await bench.row(failed)).toMatchObject({ state: 'stored', attempts: 1, failure: null })
})

test('a person erased during the download leaves no file', async () => {
  const id = await bench.receive(image('m1'))
  const begun = Promise.withResolvers<void>()
  const go = Promise.withResolvers<void>()
  await using fetcher = start(async () => {
    begun.resolve()
    await go.promise
    return { body: streamOf(png) }
  })
  await begun.promise
  await bench.database.pool.query('delete from media where id = $1', [id])
  go.resolve()
  await expect.poll(() => fetcher.stats().gone).toBe(1)
  await expect.poll(() => bench.files()).toEqual([])
})

test('what a process left behind when it died is swept when its time comes', async () => {
  const store = { pool: bench.database.pool, blobs: bench.blobs }
  const key = 'ab'.repeat(20)
  await store.pool.query(`insert into loose_blobs values ($1, now() + interval '1 day')`, [key])
  await store.blobs.put(key, streamOf(png))
  expect(await sweepBlobs(store)).toBe(0)
  await store.pool.query(`update loose_blobs set drop_at = now()`)
  expect(await sweepBlobs(store)).toBe(1)
  expect(bench.files()).toEqual([])
})

test('a file that was lost comes back with the next copy', async () => {
  await bench.receive(image('first'))
  await using fetcher = start(gives(png))
  await fetcher.drain()
  await bench.blobs.delete(bench.files()[0]!)
  const id = await bench.receive(image('second'))
  await fetcher.drain()
  expect(await bench.row(id)).toMatchObject({ state: 'stored' })
  const { rows } = await bench.database.pool.query('select key from blobs')
  expect(rows).toEqual([{ key: bench.files()[0] }])
})
