import { once } from 'node:events'
import net from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../packages/server/src/testing/index.ts'
import { postMessage } from './support/signed-webhook.ts'
import { type Running, serve, temporaryDirectory } from './support/switchboard.ts'

const long = process.env.SWITCHBOARD_FAULTS === '1'
const appSecret = 'the app secret of the dead database'

/** A way to the database that can be cut, and that can stand still. */
interface Line extends AsyncDisposable {
  readonly connectionString: string
  /** Every connection breaks and new ones are refused. */
  cut(): Promise<void>
  mend(): Promise<void>
  /** Connections stay and are taken, and nothing passes. */
  hang(): void
  release(): void
}

async function lineTo(connectionString: string): Promise<Line> {
  const target = new URL(connectionString)
  const directory = target.searchParams.get('host')
  const to = directory ? { path: `${directory}/.s.PGSQL.${target.searchParams.get('port') ?? '5432'}` } : undefined
  const sockets = new Set<net.Socket>()
  let hanging = false
  const listen = (): net.Server =>
    net.createServer((near) => {
      const far = to ? net.connect(to) : net.connect(Number(target.port), target.hostname)
      for (const [socket, other] of [[near, far] as const, [far, near] as const]) {
        sockets.add(socket)
        socket.on('error', () => other.destroy())
        socket.on('close', () => {
          sockets.delete(socket)
          other.destroy()
        })
        socket.on('data', (data) => other.write(data))
        if (hanging) socket.pause()
      }
    })
  let server = listen().listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A TCP server's address is an object.
  const { port } = server.address() as net.AddressInfo
  const user = target.username || (target.searchParams.get('user') ?? '')
  const close = async (): Promise<void> => {
    const closed = once(server, 'close')
    server.close()
    for (const socket of sockets) socket.destroy()
    await closed
  }
  return {
    connectionString: `postgresql://${user}@127.0.0.1:${port}${target.pathname}`,
    cut: close,
    async mend() {
      server = listen().listen(port, '127.0.0.1')
      await once(server, 'listening')
    },
    hang() {
      hanging = true
      for (const socket of sockets) socket.pause()
    },
    release() {
      hanging = false
      for (const socket of sockets) socket.resume()
    },
    [Symbol.asyncDispose]: close,
  }
}

interface Answer {
  readonly status: number | null
  readonly milliseconds: number
}

async function timed(work: () => Promise<number | null>): Promise<Answer> {
  const started = performance.now()
  const status = await work()
  return { status, milliseconds: Math.round(performance.now() - started) }
}

async function statusOf(url: string): Promise<number> {
  const response = await fetch(url)
  await response.arrayBuffer()
  return response.status
}

const post = (server: Running, wamid: string): Promise<number | null> => postMessage(server.url, appSecret, wamid)

/** Posts one message until it is taken, as Meta does. */
async function postUntilTaken(server: Running, wamid: string): Promise<number | null> {
  await expect.poll(() => post(server, wamid), { timeout: 60_000, interval: 20 }).toBe(200)
  return 200
}

async function projected(database: TestDatabase): Promise<string[]> {
  const { rows } = await database.pool.query<{ wamid: string }>('select wamid from messages')
  return rows.map(({ wamid }) => wamid.replace('wamid.', '')).toSorted()
}

const patience = { timeout: 60_000, interval: 20 }

test('a database that is gone while the server runs: 503 at once, and all goes on when it is back', {
  timeout: 120_000,
}, async () => {
  using data = temporaryDirectory()
  await using database = await createTestDatabase()
  await using line = await lineTo(database.connectionString)
  await using server = await serve(data.path, {
    WHATSAPP_APP_SECRET: appSecret,
    DATABASE_URL: line.connectionString,
  })
  expect(await post(server, 'wamid.before')).toBe(200)
  await expect.poll(() => projected(database), patience).toEqual(['before'])
  await line.cut()
  const refused = await timed(() => post(server, 'wamid.meanwhile'))
  const ready = await timed(() => statusOf(`${server.url}/health/ready`))
  const live = await statusOf(`${server.url}/health/live`)
  const keyed = await statusOf(`${server.url}/v1/messages`)
  // In the long form until the pauses between the projection's tries are as long as they get.
  await wait(long ? 45_000 : 500)
  const lines = server.stderr().trim().split('\n').length
  await line.mend()
  expect([refused.status, ready.status, live, keyed]).toEqual([503, 503, 200, 401])
  expect(refused.milliseconds).toBeLessThan(5_000)

  const back = await timed(() => postUntilTaken(server, 'wamid.meanwhile'))
  const seen = await timed(async () => {
    await expect.poll(() => projected(database), patience).toEqual(['before', 'meanwhile'])
    return null
  })
  await expect.poll(() => statusOf(`${server.url}/health/ready`), patience).toBe(200)
  expect(server.process.exitCode).toBe(null)
  console.log(
    `gone: webhook 503 after ${refused.milliseconds} ms, readiness 503 after ${ready.milliseconds} ms, ${lines} lines of log; ` +
      `back: taken after ${back.milliseconds} ms, projected ${seen.milliseconds} ms later`,
  )
})

test.runIf(long)(
  'a database that hangs while the server runs: 503 within 15 s, and all goes on when it moves',
  async () => {
    using data = temporaryDirectory()
    await using database = await createTestDatabase()
    await using line = await lineTo(database.connectionString)
    await using server = await serve(data.path, {
      WHATSAPP_APP_SECRET: appSecret,
      DATABASE_URL: line.connectionString,
    })
    expect(await post(server, 'wamid.before')).toBe(200)
    line.hang()
    const [ready, ...answers] = await Promise.all([
      timed(() => statusOf(`${server.url}/health/ready`)),
      ...['a', 'b', 'c'].map((name) => timed(() => post(server, `wamid.${name}`))),
    ])
    line.release()
    expect([ready.status, ...answers.map(({ status }) => status)]).toEqual([503, 503, 503, 503])
    const slowest = Math.max(...answers.map(({ milliseconds }) => milliseconds))
    expect(slowest).toBeLessThan(15_000)
    const back = await timed(() => postUntilTaken(server, 'wamid.a'))
    for (const name of ['b', 'c']) await postUntilTaken(server, `wamid.${name}`)
    await expect.poll(() => projected(database), patience).toEqual(['a', 'b', 'before', 'c'])
    console.log(
      `hangs: webhooks 503 after at most ${slowest} ms, readiness 503 after ${ready.milliseconds} ms; ` +
        `moves: taken after ${back.milliseconds} ms`,
    )
  },
)
