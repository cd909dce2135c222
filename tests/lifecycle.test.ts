import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../packages/server/src/testing/index.ts'
import { beginWithPristineCluster } from '../packages/server/src/testing/pristine-cluster.ts'
import { postMessage } from './support/signed-webhook.ts'
import { type Running, serve, start, switchboard, temporaryDirectory } from './support/switchboard.ts'

const appSecret = 'a secret of this test'
const stopMilliseconds = 10_000

async function stop(server: Running): Promise<{ code: number | null; milliseconds: number }> {
  const started = performance.now()
  server.process.kill('SIGTERM')
  const { code } = await server.ended
  return { code, milliseconds: performance.now() - started }
}

test('SIGTERM under load: exit code 0 within 10 s, and every acknowledged message is there after the next start', async () => {
  using data = temporaryDirectory()
  const acknowledged: string[] = []
  const refused: (number | null)[] = []
  {
    await using server = await serve(data.path, { WHATSAPP_APP_SECRET: appSecret })
    let sending = true
    const sender = async (name: number) => {
      for (let count = 0; sending; count += 1) {
        const wamid = `wamid.${name}.${count}`
        const status = await postMessage(server.url, appSecret, wamid)
        if (status === 200) acknowledged.push(wamid)
        else refused.push(status)
        if (status === null) return
      }
    }
    const senders = Array.from({ length: 16 }, (_, name) => sender(name))
    await expect.poll(() => acknowledged.length, { timeout: 60_000 }).toBeGreaterThan(300)
    const { code, milliseconds } = await stop(server)
    sending = false
    await Promise.all(senders)
    expect(code, server.stderr()).toBe(0)
    expect(milliseconds).toBeLessThan(stopMilliseconds)
    expect(server.stderr()).not.toMatch(/"level":(50|60)/)
  }
  // While it stops, a request is either answered 503 or finds nobody.
  expect(refused.filter((status) => status !== null && status !== 503)).toEqual([])

  await using again = await serve(data.path, { WHATSAPP_APP_SECRET: appSecret })
  const key = /sb_live_\S+/.exec(again.stdout())?.[0] ?? ''
  const missing = async () => {
    const found = new Set(await everyMessage(again.url, key))
    return acknowledged.filter((wamid) => !found.has(wamid))
  }
  await expect.poll(missing, { timeout: 60_000 }).toEqual([])
  const found = await everyMessage(again.url, key)
  expect(found.length, 'none is there twice').toBe(new Set(found).size)
})

async function everyMessage(url: string, key: string): Promise<string[]> {
  const headers = { authorization: `Bearer ${key}` }
  const get = async (address: string) => (await fetch(`${url}${address}`, { headers })).json()
  const conversations = (await get('/v1/conversations')) as { items: { id: string }[] }
  const found: string[] = []
  for (const { id } of conversations.items) {
    let cursor: string | null = ''
    while (cursor !== null) {
      const page = (await get(`/v1/conversations/${id}/messages?limit=100${cursor && `&cursor=${cursor}`}`)) as {
        items: { providerMessageId: string }[]
        nextCursor: string | null
      }
      found.push(...page.items.map(({ providerMessageId }) => providerMessageId))
      cursor = page.nextCursor
    }
  }
  return found
}

test('SIGHUP, which a terminal that is closed sends more than once, stops the server as SIGTERM does', async () => {
  using data = temporaryDirectory()
  await using server = await serve(data.path)
  server.process.kill('SIGHUP')
  server.process.kill('SIGHUP')
  const { code, stderr } = await server.ended
  expect(code, stderr).toBe(0)
  expect(stderr).toContain('"stopped"')
})

test('an open event stream does not hold up the stop', async () => {
  using data = temporaryDirectory()
  await using server = await serve(data.path)
  const key = /sb_live_\S+/.exec(server.stdout())?.[0] ?? ''
  const stream = await fetch(`${server.url}/v1/events`, { headers: { authorization: `Bearer ${key}` } })
  expect(stream.status).toBe(200)
  const { code, milliseconds } = await stop(server)
  await stream.body?.cancel().catch(() => undefined)
  expect(code).toBe(0)
  expect(milliseconds).toBeLessThan(stopMilliseconds)
})

test('what nobody answers is cut off beside the requests under way, not after them', async () => {
  using data = temporaryDirectory()
  const posted = Promise.withResolvers<void>()
  const webhookCut = Promise.withResolvers<string>()
  const receiver = createServer((got) => {
    got.socket.on('close', () => webhookCut.resolve('webhook'))
    posted.resolve()
  }).listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  const { port } = receiver.address() as AddressInfo // it listens on a port, so it is one
  try {
    await using server = await serve(data.path, {
      WHATSAPP_APP_SECRET: appSecret,
      ADMIN_API_KEY: 'admin123',
      SWITCHBOARD_FETCH_ALLOWED: '127.0.0.1/32',
    })
    const headers = { 'x-admin-api-key': 'admin123', 'content-type': 'application/json' }
    const body = JSON.stringify({ url: `http://127.0.0.1:${port}/hook`, eventTypes: ['message.received'] })
    expect((await fetch(`${server.url}/v1/webhook-endpoints`, { method: 'POST', headers, body })).status).toBe(201)
    expect(await postMessage(server.url, appSecret, 'wamid.unanswered')).toBe(200)
    await posted.promise
    // It says that more is to come, and never sends it.
    const half = request(`${server.url}/v1/messages`, {
      method: 'POST',
      headers: { ...headers, 'content-length': 10, expect: '100-continue' },
    })
    const requestCut = new Promise<string>((resolve) => half.on('error', () => resolve('request')))
    half.flushHeaders()
    await once(half, 'continue')
    server.process.kill('SIGTERM')
    expect(await Promise.race([webhookCut.promise, requestCut])).toBe('webhook')
    half.destroy()
    const { code, stderr } = await server.ended
    expect(code, stderr).toBe(0)
  } finally {
    receiver.closeAllConnections()
    receiver.close()
  }
})

test('SIGTERM before the start is over stops the server too', async () => {
  using data = temporaryDirectory()
  await beginWithPristineCluster(data.path)
  const { child, ended, stdout, stderr } = start(data.path, ['serve', '--port', '0'], {})
  try {
    await expect.poll(() => stdout() + stderr(), { timeout: 100_000, interval: 5 }).toContain('Server listening')
    child.kill('SIGTERM')
    const { code } = await ended
    expect(code, stderr()).toBe(0)
  } finally {
    child.kill('SIGKILL')
  }
})

test('a second server on the same data directory is refused and told which process has it', async () => {
  using data = temporaryDirectory()
  await using first = await serve(data.path)
  const second = await switchboard(data.path, ['serve', '--port', '0'])
  expect(second.code).toBe(1)
  expect(second.stderr).toContain(`process ${first.process.pid}`)
  expect(second.stderr).toContain('SWITCHBOARD_DATA_DIR')
  expect((await fetch(`${first.url}/health/live`)).status).toBe(200)
})

test('everything that is wrong with the configuration is said at once, and nothing is started', async () => {
  using data = temporaryDirectory()
  const { code, stdout, stderr } = await switchboard(data.path, ['serve'], {
    PORT: 'eighty',
    HOST: '0.0.0.0',
    ADMIN_API_KEY: 'admin123',
    VERIFY_WEBHOOK: 'false',
    RETENTION_DAYS: 'many',
  })
  expect(code).toBe(1)
  expect(stdout).toBe('')
  const named = [...stderr.matchAll(/^ {2}([A-Z_]+) /gm)].map(([, name]) => name)
  expect(named.toSorted()).toEqual([
    'ADMIN_API_KEY',
    'PORT',
    'RETENTION_DAYS',
    'VERIFY_WEBHOOK_SIGNATURE',
    'WHATSAPP_APP_SECRET',
    'WHATSAPP_VERIFY_TOKEN',
  ])
  expect(stderr).toContain('for example PORT=8000')
})

test('a port that is taken is said, with another one to take', async () => {
  using data = temporaryDirectory()
  using other = temporaryDirectory()
  await using first = await serve(data.path)
  const { port } = new URL(first.url)
  const { code, stderr } = await switchboard(other.path, ['serve'], { PORT: port })
  expect(code).toBe(1)
  expect(stderr).toContain(`Port ${port} of 127.0.0.1 is taken by another program`)
})

test('a database that is not there is said, without the password', async () => {
  using data = temporaryDirectory()
  const { code, stderr } = await switchboard(data.path, ['serve', '--port', '0'], {
    DATABASE_URL: 'postgresql://me:hunter2@127.0.0.1:1/switchboard',
  })
  expect(code).toBe(1)
  expect(stderr).toContain('The database of DATABASE_URL (127.0.0.1:1) cannot be used: ECONNREFUSED')
  expect(stderr).not.toContain('hunter2')
})

test('a database that has another name is said in the words of Postgres', async () => {
  using data = temporaryDirectory()
  await using database = await createTestDatabase()
  const url = new URL(database.connectionString)
  url.pathname = '/nowhere'
  const { code, stderr } = await switchboard(data.path, ['serve', '--port', '0'], { DATABASE_URL: url.href })
  expect(code).toBe(1)
  expect(stderr).toContain('cannot be used: database "nowhere" does not exist (3D000)')
})
