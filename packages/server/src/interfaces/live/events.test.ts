import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { Event, type EventType, type Message, type MessageId, type WorkspaceId } from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEventFeed } from '../../events/feed.ts'
import { createTestApp, type TestApp } from '../../testing/test-app.ts'
import { registerEvents } from './events.ts'

let server: TestApp
let origin: string
let headers: { authorization: string }
const messageId = uuidv7() as MessageId // a fresh id; the brand says which kind
const lookUps: number[] = []

beforeAll(async () => {
  server = await createTestApp(({ app, database }) =>
    registerEvents(app, {
      feed: createEventFeed({ pool: database.pool }),
      findMessages: (_workspaceId, ids) => {
        lookUps.push(ids.length)
        // Only that it is passed on matters here, so it needs no other field.
        return Promise.resolve(new Map([[messageId, { text: 'hello' } as Message]]))
      },
      heartbeatMilliseconds: 20,
    }),
  )
  origin = await server.app.listen({ host: '127.0.0.1', port: 0 })
  headers = await server.headersOf()
})
afterAll(() => server[Symbol.asyncDispose]())

async function append(
  count: number,
  workspaceId: WorkspaceId = server.workspaceId,
  about: string | null = null,
  type: EventType = 'message.received',
) {
  const { rows } = await server.database.pool.query<{ seq: number }>(
    `with x as materialized (select pg_current_xact_id() as xid)
     insert into events (seq, recorded_at, workspace_id, type, occurred_at, message_id, data)
     select nextval('events_seq'), now(), $1, $4, now(), $3, jsonb_build_object('text', E'two\\nlines')
     from x, generate_series(1, $2::int) returning seq`,
    [workspaceId, count, about, type],
  )
  return rows.map(({ seq }) => seq)
}

interface Received {
  readonly id: number
  readonly event: string
  readonly data: Event
}

/** A minimal SSE client: what arrives until `enough` says so, then it hangs up. */
async function listen(
  path: string,
  enough: (received: Received[], raw: string) => boolean,
  extra: Record<string, string> = {},
): Promise<{ received: Received[]; raw: string; ended: boolean }> {
  const hangUp = new AbortController()
  const response = await fetch(origin + path, { headers: { ...headers, ...extra }, signal: hangUp.signal })
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  let raw = ''
  let received: Received[] = []
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    raw += chunk
    received = parse(raw)
    if (!enough(received, raw)) continue
    hangUp.abort()
    return { received, raw, ended: false }
  }
  return { received, raw, ended: true }
}

function parse(raw: string): Received[] {
  return raw
    .split('\n\n')
    .slice(0, -1)
    .flatMap((block) => {
      const fields = new Map(
        block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
      )
      if (!fields.has('data')) return []
      return {
        id: Number(fields.get('id')),
        event: fields.get('event') ?? '',
        data: JSON.parse(fields.get('data') ?? ''),
      }
    })
}

test('events arrive with their seq as id, their type as event, and one line of JSON', async () => {
  const [start = 0, ...rest] = await append(3)
  const { received, raw } = await listen(`/v1/events?after=${start}`, (events) => events.length === 2)
  expect(raw.startsWith(`retry: 1000\nid: ${start}\n\n`)).toBe(true)
  expect(received.map(({ id }) => id)).toEqual(rest)
  for (const { id, event, data } of received) {
    expect(Event.parse(data)).toMatchObject({ seq: id, type: event, data: { text: 'two\nlines' } })
  }
})

test('Last-Event-ID wins over ?after', async () => {
  const [start = 0, second = 0, third = 0] = await append(3)
  const lastEventId = { 'last-event-id': String(second) }
  const { received } = await listen(`/v1/events?after=${start}`, (events) => events.length > 0, lastEventId)
  expect(received.map(({ id }) => id)).toEqual([third])
})

test('the message is in the events that are about one, looked up once a batch', async () => {
  const [start = 0] = await append(1)
  await append(5, server.workspaceId, messageId)
  lookUps.length = 0
  const { received } = await listen(`/v1/events?after=${start}`, (events) => events.length === 5)
  expect(received.map(({ data }) => data.data.message)).toEqual(Array(5).fill({ text: 'hello' }))
  expect(lookUps).toEqual([1])
})

test('everybody hears of the types that they may, and nobody asks for others', async () => {
  const [start = 0] = await append(1)
  await append(1)
  const [call = 0] = await append(1, server.workspaceId, messageId, 'call.updated')
  const narrow = await server.headersOf('events:read', 'calls:read')
  const { received } = await listen(`/v1/events?after=${start}`, (events) => events.length > 0, narrow)
  expect(received.map(({ id, data }) => [id, 'message' in data.data])).toEqual([[call, false]])
  const accept = { ...narrow, accept: 'application/json' }
  const page = await server.app.inject({ url: `/v1/events?after=${start}`, headers: accept })
  expect(page.json().items.map(({ seq }: Event) => seq)).toEqual([call])
  const asked = await server.app.inject({ url: '/v1/events?types=call.updated,contact.created', headers: narrow })
  expect([asked.statusCode, asked.headers['www-authenticate']]).toEqual([
    403,
    'Bearer realm="switchboard", error="insufficient_scope", scope="contacts:read"',
  ])
})

test('a key that is given less hears less from then on, on a stream that is open', async () => {
  const shrinking = await server.headersOf('events:read', 'messages:read', 'calls:read')
  const [start = 0] = await append(1)
  const takeAway = async () => {
    const name = 'events:read messages:read calls:read'
    await server.database.pool.query(`update api_keys set scopes = '{events:read,calls:read}' where name = $1`, [name])
    server.authenticator.forget()
  }
  const beats = (raw: string) => raw.split(': alive').length - 1
  let beatsBefore: number | undefined
  let late: Promise<unknown> | undefined
  const { received } = await listen(
    `/v1/events?after=${start}`,
    (events, raw) => {
      if (beatsBefore === undefined) {
        beatsBefore = Infinity
        void takeAway().then(() => {
          beatsBefore = beats(raw)
        })
      }
      // The first beat after the change may have asked before it.
      if (beats(raw) >= beatsBefore + 3)
        late ??= append(1).then(() => append(1, server.workspaceId, null, 'call.updated'))
      return events.length > 0
    },
    shrinking,
  )
  await late
  expect(received.map(({ event }) => event)).toEqual(['call.updated'])
})

test('everything that is committed once the stream has begun is in it, also for who names no start', async () => {
  for (let round = 0; round < 10; round += 1) {
    let appended: Promise<number[]> | undefined
    const { received } = await listen('/v1/events', (events) => {
      appended ??= append(1)
      return events.length > 0
    })
    expect(received.map(({ id }) => id)).toEqual(await appended)
  }
})

test('a comment comes now and then while nothing happens', async () => {
  const { raw } = await listen('/v1/events', (_events, text) => text.includes(': alive\n\n: alive'))
  expect(raw).toContain(': alive')
})

test('a JSON page is given to who asks for JSON, and says where to go on', async () => {
  const seqs = await append(5)
  const accept = { ...headers, accept: 'application/json' }
  // Transactions of other test files may hold the log back for longer than one page waits.
  const settled = async () => (await server.app.inject({ url: `/v1/events?after=${seqs[0]}`, headers: accept })).json()
  await expect.poll(async () => (await settled()).items.length).toBe(4)
  const first = (await server.app.inject({ url: `/v1/events?after=${seqs[0]}&limit=3`, headers: accept })).json()
  expect(first.items.map(({ seq }: Event) => seq)).toEqual(seqs.slice(1, 4))
  const second = (await server.app.inject({ url: `/v1/events?after=${first.after}`, headers: accept })).json()
  expect(second).toMatchObject({ items: [{ seq: seqs[4] }], after: seqs[4] })
  const third = (await server.app.inject({ url: `/v1/events?after=${second.after}`, headers: accept })).json()
  expect(third).toEqual({ items: [], after: second.after })
})

test.each([
  ['a seq that was never given out', '/v1/events?after=999999999', 400, 'invalid-cursor'],
  ['a seq that is no number', '/v1/events?after=yesterday', 400, 'invalid-request'],
  ['a type that does not exist', '/v1/events?types=message.received,nonsense', 400, 'invalid-request'],
])('%s is refused', async (_what, url, status, code) => {
  const response = await server.app.inject({ url, headers })
  expect([response.statusCode, response.json().code]).toEqual([status, code])
})

test('a seq that was never given out is refused with what to do', async () => {
  const response = await server.app.inject({ url: '/v1/events', headers: { ...headers, 'last-event-id': '999999999' } })
  expect(response.json().detail).toBe(
    'No event here has the seq 999999999: it is not given out yet, or was before the log was restored from a backup. Begin again with ?after=0.',
  )
})

test('a key without events:read gets no stream', async () => {
  const response = await server.app.inject({ url: '/v1/events', headers: await server.headersOf('messages:read') })
  expect(response.statusCode).toBe(403)
})

test('a client that hangs up at random and comes back sees every event once, while many write at the same time', async () => {
  const [start = 0] = await append(1)
  const committed: number[] = []
  const write = async (writer: number) => {
    for (let round = 0; round < 25; round += 1) {
      const client = await server.database.pool.connect()
      await client.query('begin')
      const { rows } = await client.query<{ seq: number }>(
        `with x as materialized (select pg_current_xact_id() as xid)
         insert into events (seq, recorded_at, workspace_id, type, occurred_at, data)
         select nextval('events_seq'), now(), $1, 'call.updated', now(), '{}' from x returning seq`,
        [server.workspaceId],
      )
      await client.query('select pg_sleep($1)', [((round * 7 + writer * 3) % 9) / 1000])
      const kept = (round + writer) % 5 !== 0
      await client.query(kept ? 'commit' : 'rollback')
      client.release()
      if (kept) committed.push(...rows.map(({ seq }) => seq))
    }
  }
  const writing = Promise.all([0, 1, 2, 3, 4].map(write)).then(() => append(1))
  const seen: number[] = []
  let end = Infinity
  void writing.then(([seq = 0]) => {
    end = seq
  })
  for (let connection = 0; (seen.at(-1) ?? 0) < end; connection += 1) {
    const most = 1 + ((connection * 7) % 12)
    const from = { 'last-event-id': String(seen.at(-1) ?? start) }
    const { received } = await listen(
      '/v1/events',
      (events) => events.length >= most || events.at(-1)?.id === end,
      from,
    )
    seen.push(...received.map(({ id }) => id))
  }
  expect(seen.slice(0, -1)).toEqual(committed.toSorted((a, b) => a - b))
})

test('an empty Last-Event-ID is none, and a HEAD opens no stream', async () => {
  const { raw } = await listen('/v1/events', (_events, text) => text.includes(': alive'), { 'last-event-id': '' })
  expect(raw).not.toContain('data:')
  expect((await server.app.inject({ method: 'HEAD', url: '/v1/events', headers })).statusCode).toBe(405)
})

test('a Last-Event-ID that no event has is refused with what one looks like', async () => {
  const request = { url: '/v1/events', headers: { ...headers, 'last-event-id': 'abc' } }
  const answer = await server.app.inject(request)
  expect(answer.statusCode).toBe(400)
  expect(answer.json().detail).toContain('the `id` of an event')
})

test('a stream ends when its key is revoked', async () => {
  const revocable = await server.headersOf('events:read')
  const opened = Promise.withResolvers<void>()
  const listening = listen(
    '/v1/events',
    () => {
      opened.resolve()
      return false
    },
    revocable,
  )
  await opened.promise
  await server.database.pool.query(`update api_keys set revoked_at = now() where name = 'events:read'`)
  server.authenticator.forget()
  expect((await listening).ended).toBe(true)
})

/** A client that takes nothing from its socket after the first bytes. */
async function openUnread(address: string, path: string, credential: string): Promise<Socket> {
  const client = connect({ host: '127.0.0.1', port: Number(new URL(address).port) })
  client.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nauthorization: ${credential}\r\n\r\n`)
  await once(client, 'readable')
  return client
}

test('a client that does not read costs no memory, and gets everything when it reads again', async () => {
  const [start = 0] = await append(1)
  const sockets: Socket[] = []
  const collect = (socket: Socket) => sockets.push(socket)
  server.app.server.on('connection', collect)
  const client = await openUnread(origin, `/v1/events?after=${start}`, headers.authorization)
  const seqs: number[] = []
  for (let round = 0; round < 20; round += 1) seqs.push(...(await append(3_000)))
  // What the system's buffers do not take stays in the database.
  await expect.poll(() => sockets[0]?.writableNeedDrain, { timeout: 60_000 }).toBe(true)
  expect(sockets[0]?.writableLength).toBeLessThan(1_000_000)
  server.app.server.off('connection', collect)
  let received = 0
  let rest = ''
  const ids: number[] = []
  client.setEncoding('utf8').on('data', (chunk: string) => {
    received += chunk.length
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.startsWith('id: ')) ids.push(Number(line.slice(4)))
  })
  await expect.poll(() => ids.length, { timeout: 60_000 }).toBe(1 + seqs.length)
  expect(ids).toEqual([start, ...seqs])
  expect(received).toBeGreaterThan(10_000_000)
  client.destroy()
})

test('a stream is audited when it ends', async () => {
  await append(1)
  await expect
    .poll(
      async () =>
        (await server.database.pool.query(`select status from audit where target = 'GET /v1/events' and status = 200`))
          .rowCount,
    )
    .toBeGreaterThan(0)
})

test('closing the server ends open streams at once, also of who does not read', async () => {
  const other = await createTestApp(({ app, database }) =>
    registerEvents(app, {
      feed: createEventFeed({ pool: database.pool }),
      findMessages: () => Promise.resolve(new Map()),
    }),
  )
  const address = await other.app.listen({ host: '127.0.0.1', port: 0 })
  const credential = await other.headersOf()
  const response = await fetch(`${address}/v1/events`, { headers: credential })
  const whole = response.text()
  const sockets: Socket[] = []
  other.app.server.on('connection', (socket: Socket) => sockets.push(socket))
  const stuck = await openUnread(address, '/v1/events', credential.authorization)
  for (let round = 0; round < 20; round += 1) {
    await other.database.pool.query(
      `with x as materialized (select pg_current_xact_id() as xid)
       insert into events (seq, recorded_at, workspace_id, type, occurred_at, data)
       select nextval('events_seq'), now(), $1, 'call.updated', now(), jsonb_build_object('filling', repeat('x', 1000))
       from x, generate_series(1, 1000)`,
      [other.workspaceId],
    )
  }
  await expect.poll(() => sockets[0]?.writableNeedDrain, { timeout: 60_000 }).toBe(true)
  stuck.on('error', () => undefined)
  const started = performance.now()
  await other[Symbol.asyncDispose]()
  expect(performance.now() - started).toBeLessThan(8_000)
  expect(await whole).toMatch(/^retry: 1000\nid: 0\n\n/)
  stuck.destroy()
})
