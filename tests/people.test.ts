import { createOTP } from '@better-auth/utils/otp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Browser, passphrase } from './support/browser.ts'
import { rowsOf } from './support/rows-of.ts'
import { type Running, serve, switchboard, temporaryDirectory } from './support/switchboard.ts'

/* People come in by links, sign in, and may what their role may: the whole product, as browsers and programs see it. */
const directory = temporaryDirectory()
let server: Running
let owner: Browser

beforeAll(async () => {
  server = await serve(directory.path, { ADMIN_API_KEY: 'the operator', SWITCHBOARD_START_LINK: 'false' })
  const path = /(\/welcome\?token=\S+)/.exec(server.stdout())?.[1] ?? ''
  owner = new Browser(server.url)
  await owner.join(path, { name: 'Olga', email: 'olga@example.com', password: passphrase })
}, 120_000)
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  directory[Symbol.dispose]()
})

async function invite(body: object): Promise<string> {
  const { status, json } = await owner.ask('POST', '/v1/invitations', body)
  expect([status, String(json['url']).startsWith(`${server.url}/welcome?token=`)]).toEqual([201, true])
  return String(json['url']).slice(server.url.length)
}

async function newcomer(role: string, name: string): Promise<Browser> {
  const browser = new Browser(server.url)
  const email = `${name}@example.com`
  const joined = await browser.join(await invite({ role, email }), { name, email, password: passphrase })
  expect([joined.status, joined.location]).toEqual([303, '/app/'])
  return browser
}

const members = async () => (await owner.ask('GET', '/v1/members')).json['items'] as { id: string; email: string }[]
const idOf = async (email: string) => (await members()).find((member) => member.email === email)?.id ?? ''

test('the link of the first start makes one owner, once, and there is no other way in', async () => {
  expect((await owner.ask('GET', '/v1/me')).json).toMatchObject({
    kind: 'member',
    name: 'Olga',
    scopes: expect.arrayContaining(['admin']),
  })
  const path = /(\/welcome\?token=\S+)/.exec(server.stdout())?.[1] ?? ''
  const again = await new Browser(server.url).join(path, {
    name: 'Eve',
    email: 'eve@example.com',
    password: passphrase,
  })
  expect([again.status, again.text]).toEqual([404, expect.stringContaining('used already')])
  const signUp = await new Browser(server.url).ask('POST', '/api/auth/sign-up/email', {
    email: 'eve@example.com',
    password: passphrase,
    name: 'Eve',
  })
  expect(signUp.status).toBe(404)
  expect(await members()).toHaveLength(1)
})

test('the cookie is for this server alone and no script reads it', async () => {
  const { headers, status } = await new Browser(server.url).signIn('olga@example.com')
  expect(status).toBe(303)
  expect(headers.getSetCookie()[0]).toMatch(/^switchboard\.session_token=[^;]+;.*Path=\/; HttpOnly; SameSite=Lax$/)
})

test('a page of somebody else can change nothing with the session of whoever looks at it', async () => {
  const evil = { origin: 'https://evil.example' }
  expect((await owner.ask('POST', '/v1/invitations', { role: 'owner' }, evil)).json).toMatchObject({
    code: 'cross-site',
  })
  expect((await owner.form('/sign-out', {}, evil)).status).toBe(403)
  expect((await owner.form('/sign-in', { email: 'eve@example.com', password: 'x' }, evil)).status).toBe(403)
  expect((await owner.ask('POST', '/api/auth/two-factor/disable', { password: passphrase }, evil)).status).toBe(403)
  expect((await owner.ask('GET', '/v1/me')).status).toBe(200)
})

test('each role may what its scopes say, and no more', async () => {
  const [viewer, agent, admin] = [
    await newcomer('viewer', 'vera'),
    await newcomer('agent', 'alma'),
    await newcomer('admin', 'adam'),
  ]
  const send = { to: '+4915112345678', content: { type: 'text', text: 'Hello' } }
  for (const [who, read, message, key] of [
    [viewer, 200, 403, 403],
    [agent, 200, 409, 403],
    [admin, 200, 409, 201],
  ] as const) {
    expect((await who.ask('GET', '/v1/conversations')).status).toBe(read)
    expect((await who.ask('POST', '/v1/messages', send)).status).toBe(message)
    expect((await who.ask('POST', '/v1/keys', { name: 'k', scopes: ['messages:read'] })).status).toBe(key)
  }
  // An admin gives nothing that an owner has over them.
  expect((await admin.ask('POST', '/v1/invitations', { role: 'owner' })).status).toBe(403)
  expect((await admin.ask('PATCH', `/v1/members/${await idOf('olga@example.com')}`, { role: 'viewer' })).status).toBe(
    403,
  )
  expect((await admin.ask('POST', `/v1/members/${await idOf('olga@example.com')}/reset`)).status).toBe(403)
  expect(
    (await admin.ask('PATCH', `/v1/members/${await idOf('vera@example.com')}`, { role: 'agent' })).json,
  ).toMatchObject({ role: 'agent' })
  expect((await viewer.ask('POST', '/v1/messages', send)).status).toBe(409)
})

test('a workspace keeps an owner, also when two owners remove each other at once', async () => {
  const id = await idOf('olga@example.com')
  expect((await owner.ask('DELETE', `/v1/members/${id}`)).json).toMatchObject({ code: 'last-owner' })
  expect((await owner.ask('PATCH', `/v1/members/${id}`, { role: 'admin' })).json).toMatchObject({ code: 'last-owner' })
  const second = await newcomer('owner', 'otto')
  const other = await idOf('otto@example.com')
  const both = await Promise.all([
    owner.ask('PATCH', `/v1/members/${other}`, { role: 'admin' }),
    second.ask('PATCH', `/v1/members/${id}`, { role: 'admin' }),
  ])
  expect(both.filter(({ status }) => status === 200)).toHaveLength(1)
  if (both[1]?.status === 200) await second.ask('PATCH', `/v1/members/${id}`, { role: 'owner' })
})

test('who is removed is out at once', async () => {
  const gone = await newcomer('agent', 'gabi')
  expect((await gone.ask('GET', '/v1/me')).status).toBe(200)
  expect((await owner.ask('DELETE', `/v1/members/${await idOf('gabi@example.com')}`)).status).toBe(204)
  expect((await gone.ask('GET', '/v1/me')).status).toBe(401)
  expect((await new Browser(server.url).signIn('gabi@example.com')).location).toBe('/app/')
})

test('an invitation is for one address, once, and can be taken back; a weak password uses none up', async () => {
  const path = await invite({ role: 'viewer', email: 'ines@example.com' })
  const weak = await new Browser(server.url).join(path, {
    name: 'Ines',
    email: 'other@example.com',
    password: 'ines@example.com1',
  })
  expect([weak.status, weak.text]).toEqual([400, expect.stringContaining('holds your name or address')])
  await new Browser(server.url).join(path, { name: 'Ines', email: 'other@example.com', password: passphrase })
  expect((await members()).map(({ email }) => email)).toContain('ines@example.com')
  const back = await invite({ role: 'viewer' })
  const open = (await owner.ask('GET', '/v1/invitations')).json['items'] as { id: string }[]
  expect((await owner.ask('DELETE', `/v1/invitations/${open[0]?.id}`)).status).toBe(204)
  const late = await new Browser(server.url).join(back, { name: 'X', email: 'late@example.com', password: passphrase })
  expect(late.status).toBe(404)
})

test('a link to an account that exists asks for its password, and guessing is slowed down', async () => {
  const path = await invite({ role: 'agent', email: 'vera@example.com' })
  const wrong = await new Browser(server.url).join(path, {
    name: 'Eve',
    email: 'vera@example.com',
    password: 'not her password',
  })
  expect([wrong.status, wrong.text]).toEqual([401, expect.stringContaining('account of this address already')])
  const guesser = new Browser(server.url)
  const statuses = []
  for (let guess = 0; guess < 7; guess += 1)
    statuses.push((await guesser.signIn('nobody@example.com', `guess number ${guess}`)).status)
  expect([...new Set(statuses)]).toEqual([401, 429])
  expect((await new Browser(server.url).signIn('olga@example.com')).status).toBe(303)
})

test('a reset sets another password once and signs out everywhere', async () => {
  const browser = await newcomer('agent', 'rita')
  const { json } = await owner.ask('POST', `/v1/members/${await idOf('rita@example.com')}/reset`)
  const token = String(json['url']).split('token=')[1] ?? ''
  expect((await new Browser(server.url).form('/welcome', { token, password: 'another long sentence' })).location).toBe(
    '/app/',
  )
  expect((await browser.ask('GET', '/v1/me')).status).toBe(401)
  expect((await new Browser(server.url).signIn('rita@example.com')).status).toBe(401)
  expect((await new Browser(server.url).signIn('rita@example.com', 'another long sentence')).status).toBe(303)
})

test('the links that a member or a key made go with what they were', async () => {
  const vera = await idOf('vera@example.com')
  const makeLinks = async (who: Browser, more?: Record<string, string>) => {
    const made = [
      await who.ask('POST', '/v1/invitations', { role: 'viewer' }, more),
      await who.ask('POST', `/v1/members/${vera}/reset`, undefined, more),
    ]
    return made.map(({ json }) => String(json['url']).slice(server.url.length))
  }
  const opened = async (paths: string[]) =>
    Promise.all(paths.map(async (path) => (await new Browser(server.url).ask('GET', path)).status))

  const admin = await newcomer('admin', 'ada')
  const id = await idOf('ada@example.com')
  const before = await makeLinks(admin)
  expect(await opened(before)).toEqual([200, 200])
  expect((await owner.ask('PATCH', `/v1/members/${id}`, { role: 'agent' })).status).toBe(200)
  expect(await opened(before)).toEqual([404, 404])

  await owner.ask('PATCH', `/v1/members/${id}`, { role: 'admin' })
  const theirs = [...(await makeLinks(admin)), await invite({ role: 'admin', email: 'Ada@example.com' })]
  const other = await invite({ role: 'viewer' })
  expect(await opened([...theirs, other])).toEqual([200, 200, 200, 200])
  expect((await owner.ask('DELETE', `/v1/members/${id}`)).status).toBe(204)
  expect(await opened([...theirs, other])).toEqual([404, 404, 404, 200])

  const key = (await owner.ask('POST', '/v1/keys', { name: 'k', scopes: ['admin'] })).json
  const ofKey = await makeLinks(owner, { authorization: `Bearer ${String(key['key'])}`, cookie: '' })
  expect(await opened(ofKey)).toEqual([200, 200])
  expect((await owner.ask('DELETE', `/v1/keys/${key['id']}`)).status).toBe(200)
  expect(await opened([...ofKey, other])).toEqual([404, 404, 200])
})

test('a second factor is asked for, and its seed is nowhere to be read', async () => {
  const browser = await newcomer('agent', 'tina')
  const enabled = await browser.ask('POST', '/api/auth/two-factor/enable', { password: passphrase })
  const uri = new URL(String(enabled.json['totpURI']))
  const seed = uri.searchParams.get('secret') ?? ''
  const plain = Buffer.from(
    await import('@better-auth/utils/base32').then(({ base32 }) => base32.decode(seed)),
  ).toString()
  const code = () => createOTP(plain).totp()
  expect((await browser.ask('POST', '/api/auth/two-factor/verify-totp', { code: await code() })).status).toBe(200)
  const next = new Browser(server.url)
  const half = await next.signIn('tina@example.com')
  expect([half.status, half.text]).toEqual([200, expect.stringContaining('One more step')])
  expect((await next.ask('GET', '/v1/me')).status).toBe(401)
  expect((await next.form('/sign-in/code', { code: '000000' })).status).toBe(401)
  const refused = `select from audit where subject = $1 and target = 'POST /sign-in/code' and outcome = 'refused'`
  const id = await idOf('tina@example.com')
  await expect.poll(() => rowsOf(directory.path, refused, [id]), { timeout: 60_000 }).toHaveLength(1)
  const shown = await code()
  expect((await next.form('/sign-in/code', { code: shown })).status).toBe(303)
  expect((await next.ask('GET', '/v1/me')).status).toBe(200)
  const half2 = async () => {
    const who = new Browser(server.url)
    await who.signIn('tina@example.com')
    return who
  }
  // Whoever saw a code on its way, or has it twice at once, comes in with it no second time.
  const [late, later] = [await half2(), await half2()]
  expect((await late.form('/sign-in/code', { code: shown })).status).toBe(401)
  expect((await late.ask('POST', '/api/auth/two-factor/verify-totp', { code: shown })).status).toBe(401)
  // Nor by a cookie that is read as somebody else's: whose code it is decides whether it was used.
  const sent = late.cookies()
  const waited = `delete from failed_sign_ins where key like 'burst:%'`
  for (const cookie of [`x-switchboard.two_factor=none; ${sent}`, `${sent}; switchboard.two_factor=none`]) {
    await rowsOf(directory.path, waited)
    expect((await late.form('/sign-in/code', { code: shown }, { cookie })).status).toBe(401)
    expect((await late.ask('POST', '/api/auth/two-factor/verify-totp', { code: shown }, { cookie })).status).toBe(401)
  }
  await rowsOf(directory.path, waited)
  const [backup = ''] = enabled.json['backupCodes'] as string[]
  const both = await Promise.all([late, later].map((who) => who.form('/sign-in/code', { code: backup })))
  expect(both.map(({ status }) => status).toSorted()).toEqual([303, 401])
  const stored = JSON.stringify(await rowsOf(directory.path, 'select * from auth."twoFactor"'))
  expect(stored).not.toContain(seed)
  expect(stored).not.toContain(plain)
})

test('whoever runs the server lets people in from there', async () => {
  const command = (...args: string[]) => switchboard(directory.path, ['user', ...args], {})
  const made = await command('create', 'nora@example.com', '--role', 'viewer')
  expect([made.code, made.stderr]).toEqual([0, expect.stringContaining('nora@example.com join as viewer, once')])
  const joined = await new Browser(server.url).join(made.stdout.trim().slice(server.url.length), {
    name: 'Nora',
    email: 'nora@example.com',
    password: passphrase,
  })
  expect(joined.location).toBe('/app/')
  expect((await command('list')).stdout).toMatch(/nora@example\.com +viewer +password only +seen \S+ \S+ +Nora/)
  const reset = await command('reset', 'tina@example.com', '--second-factor')
  const token = reset.stdout.trim().split('token=')[1] ?? ''
  const tina = new Browser(server.url)
  expect((await tina.form('/welcome', { token, password: 'one more sentence' })).location).toBe('/app/')
  expect((await tina.ask('GET', '/v1/me')).status).toBe(200)
  const nobody = await command('reset', 'who@example.com')
  expect([nobody.code, nobody.stderr]).toEqual([1, expect.stringContaining('There is no member who@example.com')])
}, 120_000)

test('an owner makes another workspace, is in both, and each session works in the one that it chose', async () => {
  const made = await owner.ask('POST', '/v1/workspaces', { name: 'Second' })
  const second = made.json['id']
  expect([made.status, made.json]).toEqual([201, { id: second, name: 'Second', isFirst: false }])
  const first = (await owner.ask('GET', '/v1/me')).json['workspaceId']
  const { workspaces } = (await owner.ask('GET', '/v1/me/profile')).json as { workspaces: object[] }
  expect(workspaces).toEqual([
    { id: first, name: 'Default', role: 'owner' },
    { id: second, name: 'Second', role: 'owner' },
  ])
  const key = await owner.ask('POST', '/v1/keys', { name: 'of the first', scopes: ['members:read'] })
  expect((await owner.ask('PUT', '/v1/me/workspace', { workspaceId: second })).status).toBe(204)
  expect((await owner.ask('GET', '/v1/me')).json['workspaceId']).toBe(second)
  expect((await owner.ask('GET', '/v1/settings/workspace')).json['name']).toBe('Second')
  expect((await members()).map(({ email }) => email)).toEqual(['olga@example.com'])
  expect((await owner.ask('GET', '/v1/keys')).json['items']).toEqual([])
  expect((await owner.ask('DELETE', `/v1/keys/${key.json['id']}`)).status).toBe(404)
  expect((await owner.ask('GET', '/v1/accounts')).json['items']).toEqual([])
  // Another session of the same person, and one request that names its workspace.
  const elsewhere = new Browser(server.url)
  await elsewhere.signIn('olga@example.com')
  expect((await elsewhere.ask('GET', '/v1/me')).json['workspaceId']).toBe(first)
  const named = { 'x-switchboard-workspace': String(first) }
  expect((await owner.ask('GET', '/v1/me', undefined, named)).json['workspaceId']).toBe(first)
  // Who joins there begins there, also with an account that is in the first.
  const browser = await newcomer('agent', 'theo')
  expect((await browser.ask('GET', '/v1/me')).json['workspaceId']).toBe(second)
  const reset = await owner.ask('POST', `/v1/members/${await idOf('theo@example.com')}/reset`)
  const token = String(reset.json['url']).split('token=')[1] ?? ''
  expect((await owner.ask('PUT', '/v1/me/workspace', { workspaceId: first })).status).toBe(204)
  const both = new Browser(server.url)
  const link = await invite({ role: 'viewer', email: 'theo@example.com' })
  await both.join(link, { name: 'theo', email: 'theo@example.com', password: passphrase })
  expect((await both.ask('GET', '/v1/me')).json).toMatchObject({ workspaceId: first, name: 'theo' })
  // What one workspace made while they were in it alone sets no password that lets into two.
  const late = await new Browser(server.url).form('/welcome', { token, password: 'another long sentence' })
  expect([late.status, late.text]).toEqual([403, expect.stringContaining('member of another workspace too')])
  expect((await new Browser(server.url).signIn('theo@example.com')).status).toBe(303)
  // Nobody goes where they are no member, and none but an owner makes one.
  const stranger = await newcomer('admin', 'wanda')
  const tried = await stranger.ask('PUT', '/v1/me/workspace', { workspaceId: second })
  expect([tried.status, tried.json['code']]).toEqual([404, 'not-found'])
  expect((await stranger.ask('GET', '/v1/me', undefined, { 'x-switchboard-workspace': String(second) })).status).toBe(
    401,
  )
  expect((await stranger.ask('POST', '/v1/workspaces', { name: 'Mine' })).status).toBe(403)
  const program = { 'x-admin-api-key': 'the operator', cookie: '' }
  expect((await owner.ask('POST', '/v1/workspaces', { name: 'Mine' }, program)).status).toBe(404)
  // Who is removed from where they are finds themselves in what is left.
  await owner.ask('PUT', '/v1/me/workspace', { workspaceId: second })
  const { status } = await owner.ask('DELETE', `/v1/members/${await idOf('theo@example.com')}`)
  expect([status, (await browser.ask('GET', '/v1/me')).json['workspaceId']]).toEqual([204, first])
  await owner.ask('PUT', '/v1/me/workspace', { workspaceId: first })
})

test('an owner who has just signed in deletes a workspace by its name; nobody else, and never the first', async () => {
  const boss = new Browser(server.url)
  await boss.signIn('olga@example.com')
  const { id: first } = (await boss.ask('GET', '/v1/settings/workspace')).json
  const id = String((await boss.ask('POST', '/v1/workspaces', { name: 'Doomed' })).json['id'])
  const remove = (who: Browser, fields: object = { name: 'Doomed' }, of = id, more?: Record<string, string>) =>
    who.ask('POST', `/v1/workspaces/${of}/delete`, fields, more)
  const refused = [await remove(boss), await remove(boss, { name: 'Default' }, String(first))]
  expect(refused.map(({ json }) => json['code'])).toEqual(['not-found', 'conflict'])
  await boss.ask('PUT', '/v1/me/workspace', { workspaceId: id })
  const joins = async (role: string, name: string) => {
    const { url } = (await boss.ask('POST', '/v1/invitations', { role })).json
    const browser = new Browser(server.url)
    await browser.join(String(url).slice(server.url.length), {
      name,
      email: `${name}@example.com`,
      password: passphrase,
    })
    return browser
  }
  const admin = await joins('admin', 'dina')
  const key = (await boss.ask('POST', '/v1/keys', { name: 'k', scopes: ['admin'] })).json['key']
  const program = { authorization: `Bearer ${String(key)}`, cookie: '' }
  const others = [
    await remove(admin),
    await remove(boss, { name: 'Doomed' }, id, program),
    await remove(boss, { name: 'doomed' }),
  ]
  expect(others.map(({ status }) => status)).toEqual([403, 404, 400])
  await rowsOf(
    directory.path,
    `update auth.session set "createdAt" = now() - interval '1 hour' where workspace_id = $1`,
    [id],
  )
  expect((await remove(boss)).json['code']).toBe('session-not-fresh')
  const again = new Browser(server.url)
  await again.signIn('olga@example.com')
  await again.ask('PUT', '/v1/me/workspace', { workspaceId: id })
  expect((await remove(again)).status).toBe(204)
  const out = [await admin.ask('GET', '/v1/me'), await boss.ask('GET', '/v1/me', undefined, program)]
  expect(out.map(({ status }) => status)).toEqual([401, 401])
  expect((await new Browser(server.url).signIn('dina@example.com')).status).toBe(401)
  expect((await again.ask('GET', '/v1/me')).json['workspaceId']).toBe(first)
  const noted = `select outcome from audit where workspace_id is null and target = 'POST /v1/workspaces/:id/delete' and subject = $1`
  expect(await rowsOf(directory.path, noted, [id])).toEqual([{ outcome: 'ok' }])
})

test('whoever runs the server makes workspaces from there, each with a link for its owner', async () => {
  const made = await switchboard(directory.path, ['workspace', 'create', 'Third'])
  const [id = '', url = ''] = made.stdout.split('\n')
  expect([made.code, url.startsWith(`${server.url}/welcome?token=`)]).toEqual([0, true])
  const browser = new Browser(server.url)
  await browser.join(url, { name: 'Tara', email: 'tara@example.com', password: passphrase })
  expect((await browser.ask('GET', '/v1/me')).json).toMatchObject({
    workspaceId: id,
    scopes: expect.arrayContaining(['admin']),
  })
  expect((await switchboard(directory.path, ['workspace', 'rename', id, 'Troisième'])).code).toBe(0)
  const { stdout } = await switchboard(directory.path, ['workspace', 'list'])
  expect(stdout).toMatch(new RegExp(`${id} +1 +0 +\\d{4}-\\d\\d-\\d\\d +Troisième`))
  const listed = await switchboard(directory.path, ['user', 'list', '--workspace', id])
  expect([listed.stdout.includes('tara@example.com'), listed.stdout.includes('olga')]).toEqual([true, false])
  const remove = (name: string) => switchboard(directory.path, ['workspace', 'delete', id, '--name', name])
  const wrong = await remove('Third')
  expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('Type exactly that')])
  expect((await remove('Troisième')).code).toBe(0)
  expect((await browser.ask('GET', '/v1/me')).status).toBe(401)
  expect((await switchboard(directory.path, ['workspace', 'list'])).stdout).not.toContain(id)
})

test('after signing in one is led to a page of this server, wherever the link says', async () => {
  for (const [to, leads] of [
    ['/v1/me?x=1', '/v1/me?x=1'],
    ['https://evil.example/', '/app/'],
    ['//evil.example', '/app/'],
    ['/\\evil.example', '/app/'],
  ])
    expect(
      (
        await new Browser(server.url).form('/sign-in', {
          email: 'olga@example.com',
          password: passphrase,
          to: to ?? '',
        })
      ).location,
    ).toBe(leads)
})

test('a form that no page of ours sends is refused, and nothing breaks', async () => {
  for (const path of ['/sign-in', '/sign-in/code', '/welcome'])
    expect((await new Browser(server.url).form(path, {})).status).toBe(400)
  expect((await new Browser(server.url).ask('POST', '/sign-in')).status).toBe(400)
  expect((await new Browser(server.url).ask('GET', '/sign-in?to=/a&to=/b')).status).toBe(400)
  expect(server.stderr()).not.toContain('failed unexpectedly')
})

test('who signs in, fails to, or signs out is in the audit of the workspace, with nothing of what was typed', async () => {
  const browser = await newcomer('viewer', 'anna')
  const id = await idOf('anna@example.com')
  await browser.form('/sign-out', {})
  await browser.signIn('anna@example.com', 'a wrong guess here')
  await browser.ask('POST', '/api/auth/sign-in/email', { email: 'anna@example.com', password: passphrase })
  await browser.signIn('a stranger who typed a passphrase')
  const rows = () =>
    rowsOf<object>(
      directory.path,
      `select action, actor_kind, outcome, target from audit where interface = 'people' and subject = $1 or actor = $1 and interface = 'people'
       order by seq`,
      [id],
    )
  await expect.poll(rows, { timeout: 60_000 }).toEqual([
    { action: 'join', actor_kind: 'member', outcome: 'ok', target: 'POST /welcome' },
    { action: 'sign-out', actor_kind: 'member', outcome: 'ok', target: 'POST /sign-out' },
    { action: 'sign-in', actor_kind: 'anonymous', outcome: 'refused', target: 'POST /sign-in' },
    { action: 'sign-in', actor_kind: 'member', outcome: 'ok', target: 'POST /api/auth/sign-in/email' },
  ])
  const all = JSON.stringify(await rowsOf(directory.path, `select a::text from audit a where interface = 'people'`))
  for (const typed of [passphrase, 'a wrong guess', 'a stranger who', 'anna@example.com'])
    expect(all).not.toContain(typed)
})

test('signing out ends the session', async () => {
  const browser = new Browser(server.url)
  await browser.signIn('olga@example.com')
  expect((await browser.form('/sign-out', {})).location).toBe('/sign-in')
  expect((await browser.ask('GET', '/v1/me')).status).toBe(401)
})

test('a person changes name, address and password with the present one, sees where they are signed in, and signs out there', async () => {
  const browser = await newcomer('agent', 'pia')
  const other = new Browser(server.url)
  await other.signIn('pia@example.com')
  expect((await browser.ask('GET', '/v1/me/profile')).json).toMatchObject({
    ...{ name: 'pia', email: 'pia@example.com', hasPassword: true, secondFactor: false },
    workspaces: [{ role: 'agent' }],
  })
  const sessions = async (who = browser) =>
    (await who.ask('GET', '/v1/me/sessions')).json['items'] as { id: string; current: boolean; address: string }[]
  expect((await sessions()).map(({ current }) => current).toSorted()).toEqual([false, true])
  expect(JSON.stringify(await sessions())).not.toContain('token')
  const theirs = (await sessions()).find(({ current }) => !current)?.id ?? ''
  // Nobody ends a session of somebody else.
  expect((await owner.ask('DELETE', `/v1/me/sessions/${theirs}`)).status).toBe(404)
  expect((await browser.ask('DELETE', `/v1/me/sessions/${theirs}`)).status).toBe(204)
  expect((await other.ask('GET', '/v1/me')).status).toBe(401)

  const change = (fields: object) => browser.ask('PATCH', '/v1/me/profile', fields)
  expect((await change({ name: 'Pia P.' })).json).toMatchObject({ name: 'Pia P.', email: 'pia@example.com' })
  expect((await change({ email: 'pia@example.org' })).status).toBe(400)
  expect((await change({ email: 'pia@example.org', currentPassword: 'a wrong guess here' })).status).toBe(400)
  expect((await change({ email: 'olga@example.com', currentPassword: passphrase })).status).toBe(409)
  const reset = (await owner.ask('POST', `/v1/members/${await idOf('pia@example.com')}/reset`)).json['url']
  const resetStatus = async () => (await other.ask('GET', String(reset).slice(server.url.length))).status
  expect([(await change({ name: 'Pia' })).status, await resetStatus()]).toEqual([200, 200])
  expect((await change({ email: 'Pia@Example.org', currentPassword: passphrase })).json).toMatchObject({
    email: 'pia@example.org',
  })
  // It was mailed to the former address.
  expect(await resetStatus()).toBe(404)

  await other.signIn('pia@example.org')
  const put = (fields: object) => browser.ask('PUT', '/v1/me/password', fields)
  expect((await put({ newPassword: 'yet another sentence' })).status).toBe(400)
  expect((await put({ newPassword: 'short', currentPassword: passphrase })).status).toBe(400)
  expect((await put({ newPassword: 'yet another sentence', currentPassword: passphrase })).status).toBe(204)
  expect([(await browser.ask('GET', '/v1/me')).status, (await other.ask('GET', '/v1/me')).status]).toEqual([200, 401])
  expect((await new Browser(server.url).signIn('pia@example.org', 'yet another sentence')).status).toBe(303)
  // A program has no account.
  const key = (await owner.ask('POST', '/v1/keys', { name: 'k', scopes: ['admin'] })).json['key']
  const headers = { authorization: `Bearer ${String(key)}` }
  expect((await fetch(`${server.url}/v1/me/profile`, { headers })).status).toBe(404)
})
