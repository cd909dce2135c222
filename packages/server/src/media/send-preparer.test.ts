import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { OutboundContent } from '@switchboard/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createGuardedClient } from '../http/guarded-fetch.ts'
import { parseAddressRange } from '../http/public-address.ts'
import { enqueueMessage } from '../outbox/enqueue.ts'
import { program } from '../outbox/outbox.case.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { testTransport } from '../transports/test/transport.ts'
import type { MediaUpload, Transport } from '../transports/transport.ts'
import { TransportError } from '../transports/transport-error.ts'
import { accountOf, createMediaBench, type MediaBench, png, streamOf, voice } from './media.case.ts'
import { createPublicLinks } from './public-links.ts'
import { saveUpload } from './save-upload.ts'
import { startSendPreparer } from './send-preparer.ts'
import { storeBlob } from './store-blob.ts'

let bench: MediaBench
let elsewhere: http.Server
let link = ''
const uploads: Omit<MediaUpload, 'body'>[] = []
let refuse: TransportError | undefined
const inMemory = testTransport()
const transport: Transport = {
  ...inMemory,
  async uploadMedia(account, { body, ...about }) {
    if (refuse) {
      const reason = refuse
      refuse = undefined
      body.destroy()
      throw reason
    }
    uploads.push(about)
    return (await inMemory.uploadMedia?.(account, { body, ...about })) ?? { providerMediaId: '' }
  },
}

beforeAll(async () => {
  bench = await createMediaBench()
  await bench.database.pool.query(`update conversations set last_inbound_at = now()`)
  elsewhere = http.createServer((request, response) => {
    if (request.url === '/photo.png') response.end(png)
    else response.writeHead(302, { location: 'http://10.0.0.1/' }).end()
  })
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
  link = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}` // a TCP server's
})
afterAll(async () => {
  await new Promise((resolve) => elsewhere.close(resolve))
  await bench[Symbol.asyncDispose]()
})
beforeEach(() => void uploads.splice(0))

const store = () => ({ pool: bench.database.pool, blobs: bench.blobs })

async function file(bytes: Buffer, filename: string | null = null): Promise<string> {
  const loose = await storeBlob(store(), streamOf(bytes), { maxBytes: 1_000_000 })
  return await saveUpload(store(), { workspaceId: bench.workspaceId, loose, claimedType: null, filename })
}
async function enqueue(content: OutboundContent): Promise<string> {
  const rules = { capabilitiesOf: () => transport.capabilities }
  const request = { workspaceId: bench.workspaceId, caller: program, content }
  const to = { conversationId: bench.conversationId }
  const enqueued = await inTransaction(bench.database.pool, (tx) => enqueueMessage(tx, rules, { ...request, to }))
  return enqueued.sends[0]?.id ?? ''
}
const state = async (id: string) => {
  const { rows } = await bench.database.pool.query<Record<string, unknown>>(
    `select state, ready, resolved, error, due_at from outbox where id = $1`,
    [id],
  )
  return rows[0] ?? {}
}
/** Runs a preparer until the sends are ready or failed. */
async function prepare(...ids: string[]): Promise<Record<string, unknown>[]> {
  return await prepareBy({}, ...ids)
}
async function prepareBy(
  more: Partial<Parameters<typeof startSendPreparer>[0]>,
  ...ids: string[]
): Promise<Record<string, unknown>[]> {
  await using client = createGuardedClient({ allowed: [parseAddressRange('127.0.0.1')!] })
  await using _preparer = startSendPreparer({
    ...store(),
    client,
    transports: { 'cloud-api': transport },
    accountOf,
    pollMilliseconds: 20,
    ...more,
  })
  const open = async () =>
    (await Promise.all(ids.map(state))).filter((one) => one['state'] === 'queued' && !one['ready'])
  await expect.poll(async () => (await open()).length, { timeout: 60_000 }).toBe(0)
  return await Promise.all(ids.map(state))
}

test('each card of a carousel gets its own file, and the message shows them in order', async () => {
  const [blue, red] = [await file(png, 'blue.png'), await file(png, 'red.png')]
  const card = (mediaId: string) => ({ header: [{ type: 'image', media: { mediaId } }] })
  const own = { header: [{ type: 'image', media: { providerMediaId: 'theirs' } }] }
  const parameters = { cards: [card(blue), own, card(red)] }
  const id = await enqueue({ type: 'template', name: 'new_in', language: 'en', parameters })
  const [{ resolved } = {}] = await prepare(id)
  const providerMediaId = expect.stringMatching(/./)
  expect(resolved).toEqual({ cards: [{ providerMediaId }, { providerMediaId: 'theirs' }, { providerMediaId }] })
  const shown = await bench.database.pool.query(
    'select position, filename from media where message_id = $1 order by position',
    [id],
  )
  expect(shown.rows).toEqual([
    { position: 0, filename: 'blue.png' },
    { position: 2, filename: 'red.png' },
  ])
})

test('one file sent to many is uploaded once, under its type and name, and each message shows it', async () => {
  const mediaId = await file(png, 'menu.png')
  const content: OutboundContent = { type: 'image', media: { mediaId } }
  const ids = await Promise.all([enqueue(content), enqueue(content), enqueue(content)])
  const states = await prepare(...ids)
  expect(uploads).toEqual([{ mimeType: 'image/png', filename: 'menu.png', sizeBytes: png.length }])
  const { providerMediaId } = states[0]!['resolved'] as { providerMediaId: string } // as the preparer writes it
  for (const one of states) expect(one).toMatchObject({ state: 'queued', ready: true, resolved: { providerMediaId } })
  const shown = await bench.database.pool.query('select kind, state, filename from media where message_id = any ($1)', [
    ids,
  ])
  expect(shown.rows).toEqual(ids.map(() => ({ kind: 'image', state: 'stored', filename: 'menu.png' })))

  await bench.database.pool.query(`update media_uploads set uploaded_at = now() - interval '21 days'`)
  await prepare(await enqueue(content))
  expect(uploads).toHaveLength(2)
})

test('a file that the workspace does not have is refused at once', async () => {
  const mediaId = '0190b0a0-0000-7000-8000-000000000000'
  await expect(enqueue({ type: 'image', media: { mediaId } })).rejects.toMatchObject({ code: 'media-not-found' })
})

test('a link is fetched by us, and one to a private address fails the message with the reason', async () => {
  const good = await enqueue({ type: 'image', media: { link: `${link}/photo.png` } })
  const bad = await enqueue({ type: 'image', media: { link: `${link}/inside` } })
  const worse = await enqueue({ type: 'image', media: { link: 'http://169.254.169.254/latest' } })
  const [ready, ...failed] = await prepare(good, bad, worse)
  expect(ready).toMatchObject({ ready: true, resolved: { providerMediaId: expect.any(String) } })
  expect(uploads).toEqual([{ mimeType: 'image/png', filename: 'photo.png', sizeBytes: png.length }])
  for (const one of failed) expect(one).toMatchObject({ state: 'failed', error: { code: 'media-address-refused' } })
})

test('a voice note that is none fails with what to do; a real one goes', async () => {
  const mp3 = await file(
    Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\0\0', 'latin1'), Buffer.from('fffb9064', 'hex'), Buffer.alloc(500)]),
  )
  const ogg = await file(voice)
  const wrong = await enqueue({ type: 'audio', media: { mediaId: mp3 }, voice: true })
  const music = await enqueue({ type: 'audio', media: { mediaId: mp3 } })
  const right = await enqueue({ type: 'audio', media: { mediaId: ogg }, voice: true })
  const states = await prepare(wrong, music, right)
  expect(states[0]).toMatchObject({
    state: 'failed',
    error: {
      code: 'media-type-not-accepted',
      sentence: expect.stringContaining('Opus'),
      remedy: expect.stringContaining('libopus'),
    },
  })
  expect(states.slice(1)).toMatchObject([{ ready: true }, { ready: true }])
  expect(uploads.map(({ mimeType }) => mimeType).toSorted()).toEqual(['audio/mpeg', 'audio/ogg'])
})

test('a type that the account cannot send as such, and a file that is not ours any more, fail', async () => {
  const text = await file(Buffer.from('just text'))
  const strange = await file(Buffer.from('not yours'))
  const ids = [
    await enqueue({ type: 'image', media: { mediaId: text } }),
    await enqueue({ type: 'document', media: { mediaId: strange } }),
    await enqueue({ type: 'document', media: { mediaId: text }, filename: 'notes.txt' }),
  ]
  await bench.database.pool.query('update media set workspace_id = gen_random_uuid() where id = $1', [strange])
  expect(await prepare(...ids)).toMatchObject([
    { state: 'failed', error: { code: 'media-type-not-accepted' } },
    { state: 'failed', error: { code: 'media-not-found' } },
    { state: 'queued', ready: true },
  ])
  expect(uploads).toEqual([{ mimeType: 'text/plain', filename: 'notes.txt', sizeBytes: 9 }])
})

test('a provider that is away is asked again; one that refuses fails the message', async () => {
  const away = { outcome: 'not-sent', retryable: true, sentence: 'Nobody answers.' } as const
  refuse = new TransportError(away)
  const patient = await enqueue({ type: 'document', media: { mediaId: await file(Buffer.from('once more')) } })
  expect(await prepare(patient)).toMatchObject([{ state: 'queued', ready: true }])
  refuse = new TransportError({ ...away, retryable: false, providerCode: 131053, sentence: 'Meta refused the file.' })
  const refused = await enqueue({ type: 'document', media: { mediaId: await file(Buffer.from('refused')) } })
  expect(await prepare(refused)).toMatchObject([{ state: 'failed', error: { code: 'provider', providerCode: 131053 } }])
})

test('a link that does not answer is waited for ten minutes, counted over restarts', async () => {
  const closed = http.createServer().listen(0, '127.0.0.1')
  await once(closed, 'listening')
  const { port } = closed.address() as AddressInfo // a TCP server's
  closed.close()
  const lines: { level: string; fields: object }[] = []
  const log = {
    error: (fields: object) => void lines.push({ level: 'error', fields }),
    warn: (fields: object) => void lines.push({ level: 'warn', fields }),
  }
  const early = await enqueue({ type: 'image', media: { link: `http://127.0.0.1:${port}/gone.png` } })
  const waiting = prepareBy({ log }, early)
  await expect.poll(() => lines, { timeout: 60_000 }).toHaveLength(1)
  await bench.database.pool.query(
    `update outbox set preparing_since = now() - interval '11 minutes', due_at = now() where id = $1`,
    [early],
  )
  await waiting
  expect(lines).toEqual([
    {
      level: 'warn',
      fields: { sendId: early, code: 'unreachable', reason: expect.stringContaining('127.0.0.1') },
    },
  ])
  const late = await enqueue({ type: 'image', media: { link: `http://127.0.0.1:${port}/gone.png` } })
  await bench.database.pool.query(`update outbox set preparing_since = now() - interval '11 minutes' where id = $1`, [
    late,
  ])
  expect(await prepare(late)).toMatchObject([{ state: 'failed', error: { code: 'gave-up' } }])
})

test('a provider that fetches files itself gets a signed link, or a refusal that says what to set', async () => {
  const { uploadMedia, ...fetching } = transport
  expect(uploadMedia).toBeDefined()
  const image = { type: 'image' as const, media: { mediaId: await file(png) } }
  const [linked, alone] = [await enqueue(image), await enqueue(image)]
  const publicBaseUrl = 'https://desk.example.com'
  const links = createPublicLinks({ keys: () => [Buffer.alloc(32)], publicBaseUrl })
  const transports = { 'cloud-api': fetching }
  const [first] = await prepareBy(
    { links, transports, accountOf: () => Promise.reject(new Error('not asked')) },
    linked,
    alone,
  )
  expect(first).toMatchObject({
    ready: true,
    resolved: { link: expect.stringContaining(`${publicBaseUrl}/v1/media/`) },
  })
  const [without] = await prepareBy({ transports }, await enqueue(image))
  expect(without).toMatchObject({
    state: 'failed',
    error: { code: 'media-needs-public-address', remedy: expect.stringContaining('Set PUBLIC_BASE_URL') },
  })
  expect(uploads).toEqual([])
})
