import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rowsOf } from './support/rows-of.ts'
import { type Running, serve, switchboard, temporaryDirectory } from './support/switchboard.ts'

/* The link that a start prints on a machine of one's own: it opens the console signed in, once, and only to who opens it there. */
const directory = temporaryDirectory()
const environment = { LOG_LEVEL: 'trace' }
let server: Running
let path: string

beforeAll(async () => {
  server = await serve(directory.path, environment)
  path = linkOf(server)
}, 120_000)
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  directory[Symbol.dispose]()
})

const linkOf = (running: Running) =>
  /http:\/\/localhost:\d+(\/sign-in\/link\?token=\S+)/.exec(running.stdout())?.[1] ?? ''
const open = (link: string, init: RequestInit = {}) => fetch(server.url + link, { redirect: 'manual', ...init })
const cookieOf = (answer: Response) => answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
const ask = async (address: string, cookie: string) =>
  (await fetch(server.url + address, { headers: { cookie } })).json()

test('what only looks at the link does not use it up: prefetch, previews, the head, frames', async () => {
  const sent = { purpose: 'prefetch' }
  for (const init of [
    { headers: { 'sec-purpose': 'prefetch;prerender' } },
    { headers: sent },
    { headers: { 'x-moz': 'prefetch' } },
    { headers: { 'sec-fetch-dest': 'iframe' } },
    { method: 'HEAD' },
  ]) {
    const answer = await open(path, init)
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([204, []])
  }
})

test('what a proxy or a tunnel on this machine passes on is refused, and uses nothing up', async () => {
  const answer = await open(path, { headers: { 'cf-connecting-ip': '203.0.113.9' } })
  expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []])
})

test('it opens the console signed in as the owner, who is made on the spot, once', async () => {
  expect(await rowsOf(directory.path, 'select from members')).toHaveLength(0)
  const opened = await Promise.all([open(path), open(path), open(path)])
  expect(opened.map(({ status }) => status).toSorted()).toEqual([303, 404, 404])
  const first = opened.find(({ status }) => status === 303)
  expect(first?.headers.get('location')).toBe('/app/')
  expect(first?.headers.get('cache-control')).toBe('no-store')
  const me = await ask('/v1/me', first ? cookieOf(first) : '')
  expect(me).toMatchObject({ kind: 'member', name: 'Owner', scopes: expect.arrayContaining(['admin']) })
  expect(await rowsOf(directory.path, 'select role from members')).toEqual([{ role: 'owner' }])
  const again = await open(path)
  expect([again.status, await again.text()]).toEqual([404, expect.stringContaining('switchboard open')])
  // Whoever is signed in and opens it from the terminal again comes to the console.
  expect((await open(path, { headers: { cookie: first ? cookieOf(first) : '' } })).status).toBe(303)
})

test('its token is kept as a hash, is in no log, and the sign-in is in the audit', async () => {
  const token = path.split('token=')[1] ?? ''
  expect(token.length).toBeGreaterThan(30)
  const links = await rowsOf<{ id: string; sha256: Buffer }>(directory.path, 'select * from one_time_links')
  expect(JSON.stringify(links)).not.toContain(token)
  expect(server.stderr()).not.toContain(token)
  const audit = `select action, actor_kind, outcome, target from audit where interface = 'people' and subject = any ($1)`
  await expect
    .poll(() => rowsOf(directory.path, audit, [links.map(({ id }) => id)]), { timeout: 15_000 })
    .toEqual([{ action: 'sign-in', actor_kind: 'member', outcome: 'ok', target: 'GET /sign-in/link' }])
})

test('switchboard open prints a fresh one for the same owner; a link that is too old opens nothing', async () => {
  const fresh = async () =>
    (await switchboard(directory.path, ['open'], {})).stdout.trim().replace(/^http:\/\/localhost:\d+/, '')
  const opened = await open(await fresh())
  expect(opened.status).toBe(303)
  expect(await rowsOf(directory.path, 'select from members')).toHaveLength(1)
  const old = await fresh()
  const age = `update one_time_links set expires_at = now() - interval '1 second' where used_at is null returning expires_at - created_at < interval '61 minutes' as short`
  expect(await rowsOf(directory.path, age)).toEqual([{ short: true }])
  expect((await open(old)).status).toBe(404)
  // It signs in, and does nothing else: it is no invitation.
  const welcome = await fetch(`${server.url}${(await fresh()).replace('/sign-in/link', '/welcome')}`)
  expect(welcome.status).toBe(404)
}, 60_000)

test('the owner that it made gives an address, then a password, and signs in with them', async () => {
  const link = (await switchboard(directory.path, ['open'], {})).stdout.trim().replace(/^http:\/\/localhost:\d+/, '')
  const cookie = cookieOf(await open(link))
  const change = (method: string, address: string, body: object) =>
    fetch(server.url + address, {
      method,
      headers: { cookie, origin: server.url, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  expect(await ask('/v1/me/profile', cookie)).toMatchObject({ email: null, hasPassword: false })
  const password = { newPassword: 'correct horse battery' }
  expect((await change('PUT', '/v1/me/password', password)).status).toBe(409)
  expect((await change('PATCH', '/v1/me/profile', { name: 'Olga', email: 'olga@example.com' })).status).toBe(200)
  expect((await change('PUT', '/v1/me/password', password)).status).toBe(204)
  expect(await ask('/v1/me/profile', cookie)).toMatchObject({
    name: 'Olga',
    email: 'olga@example.com',
    hasPassword: true,
  })
  const { items } = (await ask('/v1/me/sessions', cookie)) as { items: { current: boolean }[] }
  expect(items.map(({ current }) => current)).toEqual([true])
  const form = new URLSearchParams({ email: 'olga@example.com', password: password.newPassword })
  const signedIn = await fetch(`${server.url}/sign-in`, {
    ...{ method: 'POST', redirect: 'manual', headers: { origin: server.url }, body: form },
  })
  expect(signedIn.status).toBe(303)
}, 30_000)

test('another name of this machine is not answered (DNS rebinding)', async () => {
  const { port } = new URL(server.url)
  const status = await new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', path, headers: { host: 'evil.example' } }, (answer) =>
      resolve(answer.statusCode),
    )
      .once('error', reject)
      .end()
  })
  expect(status).toBe(421)
})

test('the next start prints another, and takes the one before back', async () => {
  const unused = linkOf(server)
  await server[Symbol.asyncDispose]()
  server = await serve(directory.path, environment)
  const next = linkOf(server)
  expect(next).not.toBe(unused)
  expect((await open(next)).status).toBe(303)
  await server[Symbol.asyncDispose]()
  server = await serve(directory.path, { ...environment, SWITCHBOARD_START_LINK: 'false' })
  expect(linkOf(server)).toBe('')
  const refused = await switchboard(directory.path, ['open'], { SWITCHBOARD_START_LINK: 'false' })
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('SWITCHBOARD_START_LINK')])
}, 60_000)
