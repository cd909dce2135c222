import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { getProjectionLag } from '../../../store/queries/get-projection-lag.ts'
import { createTestApp, type TestApp } from '../../../testing/test-app.ts'
import { registerInbox } from './index.ts'
import type { ReplaySelection } from './replay.ts'

let server: TestApp
let headers: { authorization: string }
const replays: ReplaySelection[] = []

beforeAll(async () => {
  server = await createTestApp(({ app, database }) =>
    registerInbox(app, {
      db: database.db,
      bodiesOf: (_workspaceId, bodies) => Promise.resolve(bodies.filter(({ seq }) => seq !== 22)),
      replay: (_workspaceId, selection) => {
        replays.push(selection)
        return Promise.resolve({ replayed: 2, parked: 1 })
      },
    }),
  )
  headers = await server.headersOf('inbox:read', 'messages:read')
  // Twenty bodies over four shards; shards 0 and 1 are projected up to 10, shard 2 up to 3, shard 3 not at all.
  for (let seq = 1; seq <= 20; seq += 1) await insert(seq, seq % 4, Buffer.from(JSON.stringify({ n: seq })))
  await server.database.pool.query(`
    insert into inbox_cursors (shard, seq, received_at) values (0, 10, now()), (1, 10, now()), (2, 3, now());
    insert into inbox_parked (seq, shard, received_at, reason, detail)
      select seq, shard, received_at, 'unreadable', 'no entry' from inbox where seq in (4, 9)`)
})
afterAll(() => server[Symbol.asyncDispose]())

async function insert(seq: number, shard: number, body: Buffer): Promise<void> {
  await server.database.pool.query(
    `insert into inbox (seq, received_at, transport, shard, body_sha256, body) values ($1, now() - interval '1 minute', $2, $3, $4, $5)`,
    [seq, seq % 2 ? 'cloud-api' : 'twilio', shard, createHash('sha256').update(body).digest(), body],
  )
}

const get = async (url: string) => (await server.app.inject({ url, headers })).json()

async function walk(query: string): Promise<number[]> {
  const seqs: number[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page = await get(`/v1/inbox?limit=3&${query}${cursor && `&cursor=${cursor}`}`)
    seqs.push(...page.items.map(({ seq }: { seq: number }) => seq))
    cursor = page.nextCursor
  }
  return seqs
}

const down = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, i) => from - i)

test('everything that came in is listed newest first, across shards and pages', async () => {
  expect(await walk('')).toEqual(down(20, 1))
})

test.each([
  ['projected', (seq: number) => (seq % 4 < 2 ? seq <= 10 : seq % 4 === 2 && seq <= 3)],
  ['pending', (seq: number) => !(seq % 4 < 2 ? seq <= 10 : seq % 4 === 2 && seq <= 3)],
])('what is %s is told by the cursor of its shard', async (state, is) => {
  expect(await walk(`state=${state}`)).toEqual(down(20, 1).filter((seq) => is(seq) && seq !== 4 && seq !== 9))
})

test('what is parked has its reason', async () => {
  expect(await walk('state=parked')).toEqual([9, 4])
  expect(await walk('reason=unreadable')).toEqual([9, 4])
  const { items } = await get('/v1/inbox?state=parked')
  expect(items[0]).toMatchObject({ seq: 9, state: 'parked', parked: { reason: 'unreadable', detail: 'no entry' } })
})

test('the list is narrowed by transport and time', async () => {
  expect(await walk('transport=twilio')).toEqual(down(20, 1).filter((seq) => seq % 2 === 0))
  expect(await walk('after=2999-01-01T00:00:00Z')).toEqual([])
})

test('one row is shown with the bytes as they came', async () => {
  expect(await get('/v1/inbox/7')).toMatchObject({ seq: 7, state: 'pending', body: '{"n":7}', bodyEncoding: 'utf8' })
  await insert(21, 5, Buffer.from([0xff, 0x00, 0xfe]))
  expect(await get('/v1/inbox/21')).toMatchObject({ body: '/wD+', bodyEncoding: 'base64' })
  expect((await server.app.inject({ url: '/v1/inbox/999', headers })).statusCode).toBe(404)
  await server.database.pool.query('delete from inbox where seq = 21')
})

test('a body that is another workspace’s is in no list and answers like one that is not there', async () => {
  await insert(22, 5, Buffer.from('{}'))
  expect(await walk('')).toEqual(down(20, 1))
  const asked = async (seq: number) => (await server.app.inject({ url: `/v1/inbox/${seq}`, headers })).json().detail
  expect([await asked(22), await asked(999)]).toEqual(['There is no inbox row 22.', 'There is no inbox row 999.'])
  await server.database.pool.query('delete from inbox where seq = 22')
})

test('the lag counts what waits behind the cursors', async () => {
  const lag = await getProjectionLag(server.database.pool, 8)
  expect(lag).toMatchObject({ pending: (await walk('state=pending')).length, parked: 2 })
  expect(lag.lagSeconds).toBeGreaterThanOrEqual(60)
})

test('a replay is asked for by what is parked, by time or by rows, under a scope of its own', async () => {
  const post = async (payload: object, by = headers) =>
    server.app.inject({ method: 'POST', url: '/v1/inbox/replay', headers: by, payload })
  expect((await post({ parked: true })).statusCode).toBe(403)
  const allowed = await server.headersOf('inbox:replay')
  expect((await post({ parked: true }, allowed)).json()).toEqual({ replayed: 2, parked: 1 })
  await post({ seqs: [4, 9] }, allowed)
  await post({ since: '2026-11-20T00:00:00Z' }, allowed)
  expect(replays).toEqual([{ parked: true }, { seqs: [4, 9] }, { since: '2026-11-20T00:00:00Z' }])
  for (const wrong of [{ seqs: [] }, { parked: false }, { parked: true, seqs: [1] }]) {
    expect((await post(wrong, allowed)).statusCode).toBe(400)
  }
  expect((await post({}, allowed)).json().detail).toContain('give one of {"parked": true}')
})
