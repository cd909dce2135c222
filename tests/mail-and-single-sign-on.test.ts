import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkMail } from '../packages/server/src/startup/checks.ts'
import { Browser, passphrase } from './support/browser.ts'
import { openIdentityProvider, type ProviderPerson, type TestIdentityProvider } from './support/identity-provider.ts'
import { type Mailbox, openMailbox } from './support/mailbox.ts'
import { rowsOf } from './support/rows-of.ts'
import { type Running, serve, switchboard, temporaryDirectory } from './support/switchboard.ts'

/* With a mail server links go out by mail, with an identity provider people sign in there: the whole product, and real ones of both on this machine. */
const directory = temporaryDirectory()
const from = 'Switchboard <desk@example.com>'
let mailbox: Mailbox
let provider: TestIdentityProvider
let server: Running
let owner: Browser

beforeAll(async () => {
  mailbox = await openMailbox('a secret of the mail server')
  provider = await openIdentityProvider()
  server = await serve(directory.path, {
    ...{ SMTP_URL: mailbox.url.replaceAll(' ', '%20'), SMTP_FROM: from, SWITCHBOARD_START_LINK: 'false' },
    ...{ OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: provider.clientId, OIDC_CLIENT_SECRET: provider.clientSecret },
    ...{ OIDC_NAME: 'Corp ID', OIDC_ALLOWED_DOMAINS: 'corp.example, example.com', OIDC_JOIN_ROLE: 'viewer' },
  })
  provider.answer(`${server.url}/sign-in/sso/callback`)
  owner = new Browser(server.url)
  const path = /(\/welcome\?token=\S+)/.exec(server.stdout())?.[1] ?? ''
  await owner.join(path, { name: 'Olga', email: 'olga@example.com', password: passphrase })
}, 120_000)
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await mailbox[Symbol.asyncDispose]()
  await provider[Symbol.asyncDispose]()
  directory[Symbol.dispose]()
})

const linkIn = (text: string) => /(\/welcome\?token=[\w-]+)/.exec(text)?.[1] ?? ''
const joinByMail = async (name: string) => {
  const email = `${name}@example.com`
  const { json } = await owner.ask('POST', '/v1/invitations', { role: 'agent', email })
  const mail = await mailbox.next(email)
  const browser = new Browser(server.url)
  expect((await browser.join(linkIn(mail.text), { name, email, password: passphrase })).location).toBe('/app/')
  return { json, mail, browser }
}

test('an invitation for an address is mailed to it, and the link in the mail lets in', async () => {
  const { json, mail } = await joinByMail('rita')
  expect(json['mail']).toEqual({ to: 'rita@example.com', sent: true, problem: null })
  expect(mail.to).toEqual(['rita@example.com'])
  expect(mail.text).toContain(`From: ${from}`)
  expect(mail.text).toMatch(/Olga invites you to the workspace “[^”]+” on Switchboard, as an agent\./)
  expect(mail.text).toContain(String(json['url']))
  const unbound = await owner.ask('POST', '/v1/invitations', { role: 'agent' })
  expect([unbound.status, unbound.json['mail']]).toEqual([201, null])
})

test('a mail that fails loses no invitation: the link is shown, with what failed', async () => {
  const { status, json } = await owner.ask('POST', '/v1/invitations', { role: 'viewer', email: 'nobody@example.com' })
  expect([status, json['mail']]).toEqual([
    201,
    {
      to: 'nobody@example.com',
      sent: false,
      problem: expect.stringMatching(/^The mail server 127\.0\.0\.1:\d+ refused the address .*\(it answered 550\)\.$/),
    },
  ])
  const joined = await new Browser(server.url).join(linkIn(String(json['url'])), {
    ...{ name: 'Nobody', email: 'nobody@example.com', password: passphrase },
  })
  expect(joined.location).toBe('/app/')
})

test('who forgot the password gets a link by mail, which works once and signs out everywhere', async () => {
  const { browser } = await joinByMail('fred')
  expect((await new Browser(server.url).ask('GET', '/sign-in')).text).toContain('/sign-in/forgotten')
  const asked = await new Browser(server.url).form('/sign-in/forgotten', { email: 'Fred@example.com' })
  expect([asked.status, asked.text]).toEqual([200, expect.stringContaining('Look into your mail')])
  const { to, text } = await mailbox.next('fred@example.com')
  expect([to, text]).toEqual([['fred@example.com'], expect.stringContaining('somebody, hopefully you, asked')])
  // Not where the request was sent to: anybody may name any host there.
  expect(text).toContain('http://localhost:')
  const token = linkIn(text).split('token=')[1] ?? ''
  const set = await new Browser(server.url).form('/welcome', { token, password: 'another long sentence' })
  expect(set.location).toBe('/app/')
  expect((await browser.ask('GET', '/v1/me')).status).toBe(401)
  expect((await new Browser(server.url).signIn('fred@example.com', 'another long sentence')).status).toBe(303)
  expect((await new Browser(server.url).form('/welcome', { token, password: 'yet another sentence' })).status).toBe(404)
  const proved = 'select "emailVerified" as proved from auth."user" where email = $1'
  expect(await rowsOf(directory.path, proved, ['fred@example.com'])).toEqual([{ proved: true }])
  expect(await rowsOf(directory.path, proved, ['rita@example.com'])).toEqual([{ proved: false }])
})

test('the answer does not tell whether there is such an account, and asking is bounded', async () => {
  await joinByMail('mona')
  const before = mailbox.received.length
  const ask = (email: string) => new Browser(server.url).form('/sign-in/forgotten', { email })
  const known = await ask('mona@example.com')
  const unknown = await ask('stranger@example.com')
  expect(unknown.text.replaceAll('stranger@', 'mona@')).toBe(known.text)
  const statuses = []
  for (let time = 0; time < 6; time += 1) statuses.push((await ask('mona@example.com')).status)
  expect(statuses.slice(-2)).toEqual([429, 429])
  // Its letters have gone when a later one has arrived.
  expect((await ask('rita@example.com')).status).toBe(200)
  await mailbox.next('rita@example.com')
  const links = `select count(*)::int as links from one_time_links l join auth."user" u on u.id = l.user_id
    where u.email = $1 and l.created_by = 'forgotten password' and l.expires_at <= l.created_at + interval '30 minutes'`
  expect(await rowsOf(directory.path, links, ['mona@example.com'])).toEqual([{ links: 3 }])
  const since = mailbox.received.slice(before).map(({ to }) => to[0])
  expect(since).not.toContain('stranger@example.com')
  expect(since.filter((to) => to === 'mona@example.com').length).toBeLessThanOrEqual(3)
})

test('no mailbox is filled by invitations, under no spelling of it; the link is shown all the same', async () => {
  const invite = async (email: string) =>
    (await owner.ask('POST', '/v1/invitations', { role: 'viewer', email })).json as {
      url: string
      mail: { sent: boolean; problem: string | null }
    } // OneTimeLink
  const made = []
  for (const email of ['full@example.com', 'Full@Example.com', 'full+a@example.com', 'full+b@example.com'])
    made.push(await invite(email), await invite(email))
  expect(made.map(({ mail }) => mail.sent)).toEqual([true, true, true, true, true, false, false, false])
  expect(made.at(-1)).toMatchObject({
    url: expect.stringContaining('/welcome?token='),
    mail: { problem: expect.stringMatching(/^5 mails have gone to this mailbox .* Send the link yourself\.$/) },
  })
  expect(mailbox.received.filter(({ to }) => to[0]?.toLowerCase().startsWith('full'))).toHaveLength(5)
  expect((await invite('other@example.com')).mail.sent).toBe(true)
})

test('another address is theirs once its mailbox says so, signed in; who had it before is told', async () => {
  const { browser } = await joinByMail('nele')
  const change = (email: string, fields: object = { currentPassword: passphrase }) =>
    browser.ask('PATCH', '/v1/me/profile', { email, ...fields })
  expect((await change('nele@example.org', {})).status).toBe(400)
  expect((await change('olga@example.com')).status).toBe(409)
  expect((await change('nobody@example.org')).json).toMatchObject({ code: 'unavailable' })
  expect((await change('first@example.org')).json).toMatchObject({ newEmail: 'first@example.org' })
  expect((await change('Nele@example.org')).json).toMatchObject({
    ...{ email: 'nele@example.com', newEmail: 'nele@example.org' },
  })
  const addressIn = (text: string) => /(\/sign-in\/address\?token=[\w-]+)/.exec(text)?.[1] ?? ''
  const replaced = addressIn((await mailbox.next('first@example.org')).text)
  const link = addressIn((await mailbox.next('nele@example.org')).text)
  const token = link.split('token=')[1] ?? ''
  const take = (who: Browser) => who.form('/sign-in/address', { token })
  expect((await new Browser(server.url).ask('GET', link)).text).toContain('Sign in first')
  expect([(await take(new Browser(server.url))).status, (await take(owner)).status]).toEqual([403, 403])
  expect((await browser.ask('GET', replaced)).status).toBe(404)
  expect((await browser.ask('GET', link)).text).toContain('Use this address')
  expect((await browser.form('/sign-in/address', { token }, { origin: 'https://evil.example' })).status).toBe(403)
  expect([(await take(browser)).location, (await take(browser)).status]).toEqual(['/app/settings/account', 404])
  expect((await browser.ask('GET', '/v1/me/profile')).json).toMatchObject({ email: 'nele@example.org', newEmail: null })
  expect((await mailbox.next('nele@example.com')).text).toContain('has the address nele@example.org from now on')
})

test('what is made at once with being removed goes too', async () => {
  for (let round = 0; round < 3; round += 1) {
    const admin = new Browser(server.url)
    const { url } = (await owner.ask('POST', '/v1/invitations', { role: 'admin' })).json
    const name = `racer${round}`
    await admin.join(String(url), { name, email: `${name}@example.com`, password: passphrase })
    const { id } = (await admin.ask('GET', '/v1/me')).json
    const make = (path: string, body: object) => Array.from({ length: 6 }, () => admin.ask('POST', path, body))
    const [removed, ...made] = await Promise.all([
      owner.ask('DELETE', `/v1/members/${id}`),
      ...make('/v1/invitations', { role: 'admin' }),
      ...make('/v1/keys', { name: 'k', scopes: ['messages:read'] }),
    ])
    expect([removed.status, made.every(({ status }) => [201, 401, 403].includes(status))]).toEqual([204, true])
    const left = `select id::text from one_time_links where created_by = $1 and revoked_at is null and used_at is null
      union all select id::text from api_keys where made_by = $1 and revoked_at is null`
    expect(await rowsOf(directory.path, left, [`member:${id}`])).toEqual([])
  }
})

test('whoever sits at an open session guesses the password at no address of the second factor', async () => {
  const { browser } = await joinByMail('gwen')
  for (const path of ['enable', 'disable', 'get-totp-uri', 'generate-backup-codes', 'disable'])
    expect((await browser.ask('POST', `/api/auth/two-factor/${path}`, { password: 'a guess' })).status).toBe(400)
  for (const path of ['enable', 'disable', 'get-totp-uri', 'generate-backup-codes']) {
    const { status, headers } = await browser.ask('POST', `/api/auth/two-factor/${path}`, { password: passphrase })
    expect([status, Number(headers.get('retry-after')) > 0]).toEqual([429, true])
  }
  // The password itself still lets in.
  expect((await new Browser(server.url).signIn('gwen@example.com')).status).toBe(303)
})

test('a page of somebody else makes nobody be mailed', async () => {
  const evil = { origin: 'https://evil.example' }
  const { status } = await new Browser(server.url).form('/sign-in/forgotten', { email: 'rita@example.com' }, evil)
  expect(status).toBe(403)
})

test('the command mails too, and doctor says whether the mail server can be used, without its password', async () => {
  const oidc = { OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: provider.clientId }
  const environment = { SMTP_URL: mailbox.url.replaceAll(' ', '%20'), SMTP_FROM: from, ...oidc }
  const made = await switchboard(directory.path, ['user', 'create', 'cleo@example.com'], environment)
  expect([made.code, made.stderr]).toEqual([0, expect.stringContaining('Mailed to cleo@example.com.')])
  expect(mailbox.received.at(-1)?.text).toContain(linkIn(made.stdout))
  const doctor = await switchboard(directory.path, ['doctor'], environment)
  expect(doctor.stdout).toMatch(/✓ mail +127\.0\.0\.1:\d+ takes mail from Switchboard <desk@example\.com>/)
  expect(doctor.stdout).toMatch(/✓ sign-on +http:\/\/127\.0\.0\.1:\d+ answers/)
  const wrong = await checkMail({ url: mailbox.url.replace(' of', ''), from })
  expect(wrong).toMatchObject({
    ok: false,
    text: expect.stringMatching(/^The mail server 127\.0\.0\.1:\d+ refused the user or the password of SMTP_URL/),
  })
  expect(`${doctor.stdout}${wrong.text}${server.stdout()}${server.stderr()}`).not.toMatch(/a(%20| )secret(%20| )/)
})

const cora: ProviderPerson = { subject: 'cora-1', email: 'Cora@corp.example', verified: true, name: 'Cora' }

/** Sent to the provider, signed in there as this person, and back. */
async function throughProvider(
  browser: Browser,
  person: ProviderPerson | null,
  query = '',
  change = (url: URL) => url,
) {
  // The button of one of our pages.
  const sent = await browser.ask('GET', `/sign-in/sso${query}`, undefined, { referer: `${server.url}/sign-in` })
  expect([sent.status, sent.location?.startsWith(`${provider.issuer}/auth?`)]).toEqual([303, true])
  provider.person = person
  const back = await provider.visit(change(new URL(sent.location ?? '')).href)
  return back.slice(server.url.length)
}

async function signInAs(person: ProviderPerson, { browser = new Browser(server.url), query = '' } = {}) {
  const answer = await browser.ask('GET', await throughProvider(browser, person, query))
  return { browser, answer }
}

const roleOf = async (email: string) => {
  const { items } = (await owner.ask('GET', '/v1/members')).json as { items: { email: string; role: string }[] }
  return items.find((member) => member.email === email)?.role
}

test('who is of a domain that joins signs in at the provider, and is a member from then on', async () => {
  expect((await new Browser(server.url).ask('GET', '/sign-in')).text).toMatch(
    /href="\/sign-in\/sso\?[^"]*">Sign in with Corp ID</,
  )
  const { browser, answer } = await signInAs(cora, { query: '?to=%2Fapp%2Finbox' })
  expect([answer.status, answer.location]).toEqual([303, '/app/inbox'])
  expect((await browser.ask('GET', '/v1/me')).json).toMatchObject({ kind: 'member', name: 'Cora' })
  expect(await roleOf('cora@corp.example')).toBe('viewer')
  // Known by the subject, whatever the address became.
  const married = await signInAs({ ...cora, email: 'cora.b@corp.example' })
  expect((await married.browser.ask('GET', '/v1/me')).json['id']).toBe((await browser.ask('GET', '/v1/me')).json['id'])
  const elsewhere = await signInAs(cora, { query: '?to=https%3A%2F%2Fevil.example%2F' })
  expect(elsewhere.answer.location).toBe('/app/')
})

test('who was removed does not come back by themselves', async () => {
  const dora = { ...cora, subject: 'dora', email: 'dora@corp.example' }
  const { browser } = await signInAs(dora)
  const { id } = (await browser.ask('GET', '/v1/me')).json
  expect((await owner.ask('DELETE', `/v1/members/${id}`)).status).toBe(204)
  const { answer } = await signInAs(dora)
  expect([answer.status, answer.text]).toEqual([403, expect.stringContaining('is a member of nothing here')])
  expect(await roleOf('dora@corp.example')).toBeUndefined()
})

test('nor with an address that they had before, as somebody else at the provider; an invitation lets them in', async () => {
  const gina = { ...cora, subject: 'gina', email: 'gina@corp.example' }
  const { browser } = await signInAs(gina)
  await signInAs({ ...gina, email: 'gina.b@corp.example' })
  const { id } = (await browser.ask('GET', '/v1/me')).json
  expect((await browser.ask('PATCH', '/v1/me/profile', { email: 'gina@example.com' })).json).toMatchObject({
    newEmail: 'gina@example.com',
  })
  const { text } = await mailbox.next('gina@example.com')
  const token = /address\?token=([\w-]+)/.exec(text)?.[1] ?? ''
  expect((await browser.form('/sign-in/address', { token })).status).toBe(303)
  expect((await owner.ask('DELETE', `/v1/members/${id}`)).status).toBe(204)
  for (const email of ['gina@corp.example', 'gina.b@corp.example']) {
    const { answer } = await signInAs({ ...gina, subject: `new ${email}`, email })
    expect([answer.status, answer.text]).toEqual([403, expect.stringContaining('is a member of nothing here')])
  }
  const { json } = await owner.ask('POST', '/v1/invitations', { role: 'viewer', email: 'gina@corp.example' })
  const invitation = linkIn(String(json['url'])).split('token=')[1] ?? ''
  const again = await signInAs({ ...gina, subject: 'gina anew' }, { query: `?invitation=${invitation}` })
  expect(again.answer.status).toBe(303)
})

test('who came by the provider alone changes how they sign in only just after they did', async () => {
  const { browser } = await signInAs({ ...cora, subject: 'sven', email: 'sven@corp.example' })
  const { id } = (await browser.ask('GET', '/v1/me')).json
  const { items } = (await browser.ask('GET', '/v1/me/connections')).json as { items: { id: string; issuer: string }[] }
  expect(items).toEqual([expect.objectContaining({ issuer: provider.issuer })])
  const attempts: (readonly [string, string, object?])[] = [
    ['PUT', '/v1/me/password', { newPassword: passphrase }],
    ['PATCH', '/v1/me/profile', { email: 'thief@example.org' }],
    ['DELETE', `/v1/me/connections/${items[0]?.id}`],
    ['GET', '/api/auth/passkey/generate-register-options'],
    ['POST', '/api/auth/passkey/delete-passkey', { id: 'any' }],
  ]
  const age = (minutes: number) =>
    rowsOf(
      directory.path,
      `update auth.session set "createdAt" = now() - $2 * interval '1 minute' where "userId" = $1`,
      [...[id, minutes]],
    )
  await age(16)
  const stale = []
  for (const [method, path, body] of attempts) stale.push((await browser.ask(method, path, body)).json['code'])
  expect(stale).toEqual([...Array(3).fill('session-not-fresh'), 'SESSION_NOT_FRESH', 'session-not-fresh'])
  expect((await browser.ask('PATCH', '/v1/me/profile', { name: 'Sven S.' })).status).toBe(200)
  await age(1)
  expect((await browser.ask('DELETE', `/v1/me/connections/${items[0]?.id}`)).json).toMatchObject({
    detail: 'Nothing else lets you in. Set a password or add a passkey first.',
  })
  expect((await browser.ask('PUT', '/v1/me/password', { newPassword: passphrase })).status).toBe(204)
  expect((await owner.ask('DELETE', `/v1/me/connections/${items[0]?.id}`)).status).toBe(404)
  expect((await browser.ask('DELETE', `/v1/me/connections/${items[0]?.id}`)).status).toBe(204)
  // Disconnected, the former address of the provider does not lead back to the account; the proved one does.
  expect((await signInAs({ ...cora, subject: 'sven', email: 'sven@corp.example' })).answer.status).toBe(303)
})

test('an invited person joins by the provider as what they were invited, others do not', async () => {
  const { json } = await owner.ask('POST', '/v1/invitations', { role: 'agent', email: 'ines@corp.example' })
  const token = linkIn(String(json['url'])).split('token=')[1] ?? ''
  expect((await new Browser(server.url).ask('GET', `/welcome?token=${token}`)).text).toContain('Join with Corp ID')
  const other = await signInAs(cora, { query: `?invitation=${token}` })
  expect([other.answer.status, other.answer.text]).toEqual([403, expect.stringContaining('for another address')])
  const { answer } = await signInAs({ ...cora, subject: 'ines', email: 'ines@corp.example' })
  expect(answer.status).toBe(303)
  expect(await roleOf('ines@corp.example')).toBe('agent')
  const used = new Browser(server.url).ask('GET', `/sign-in/sso?invitation=${token}`, undefined, {
    referer: server.url,
  })
  expect((await used).status).toBe(404)
})

test('a link from elsewhere makes nobody a member who has not read whose invitation it is', async () => {
  const { json } = await owner.ask('POST', '/v1/invitations', { role: 'agent' })
  const token = linkIn(String(json['url'])).split('token=')[1] ?? ''
  const more = { referer: 'https://evil.example/' }
  const answer = await new Browser(server.url).ask('GET', `/sign-in/sso?invitation=${token}`, undefined, more)
  expect([answer.status, answer.location]).toEqual([303, `/welcome?token=${token}`])
})

test('an invitation of another workspace takes nobody in who has not opened it', async () => {
  const first = (await owner.ask('GET', '/v1/me')).json['workspaceId']
  const second = (await owner.ask('POST', '/v1/workspaces', { name: 'Second' })).json['id']
  await owner.ask('PUT', '/v1/me/workspace', { workspaceId: second })
  const { json } = await owner.ask('POST', '/v1/invitations', { role: 'admin', email: 'nils@corp.example' })
  await owner.ask('PUT', '/v1/me/workspace', { workspaceId: first })
  const nils = { ...cora, subject: 'nils', email: 'nils@corp.example' }
  const { browser } = await signInAs(nils)
  expect((await browser.ask('GET', '/v1/me')).json['workspaceId']).toBe(first)
  expect(await roleOf('nils@corp.example')).toBe('viewer')
  const token = linkIn(String(json['url'])).split('token=')[1] ?? ''
  const opened = await signInAs(nils, { query: `?invitation=${token}` })
  expect((await opened.browser.ask('GET', '/v1/me')).json['workspaceId']).toBe(second)
})

test('an account with a password is connected where its address was proved, or by who is signed in to it', async () => {
  const { browser } = await joinByMail('vito')
  const vito = { ...cora, subject: 'vito', email: 'vito@example.com' }
  const stranger = await signInAs(vito)
  expect([stranger.answer.status, stranger.answer.text]).toEqual([409, expect.stringContaining('never proved')])
  const { id } = (await browser.ask('GET', '/v1/me')).json
  expect((await signInAs(vito, { browser })).answer.status).toBe(303)
  const later = await signInAs(vito)
  expect((await later.browser.ask('GET', '/v1/me')).json['id']).toBe(id)
  // The owner of fred@example.com followed a link that was mailed to it.
  expect((await signInAs({ ...cora, subject: 'fred', email: 'fred@example.com' })).answer.status).toBe(303)
})

test('an account that somebody prepared for an address is its owner’s alone once the mailbox was proved', async () => {
  const mallory = await signInAs({ ...cora, subject: 'mallory', email: 'mallory@corp.example' })
  const { id } = (await mallory.browser.ask('GET', '/v1/me')).json
  // As by an invitation for no address, or while there was no mail.
  await rowsOf(directory.path, `update auth."user" set "email" = $2, "emailVerified" = false where id = $1`, [
    ...[id, 'victim@corp.example'],
  ])
  const left = `insert into auth.passkey ("id", "publicKey", "userId", "credentialID", "counter", "deviceType", "backedUp")
    values ('left behind', 'k', $1, 'left behind', 0, 'singleDevice', false)`
  await rowsOf(directory.path, left, [id])
  const allowed = `insert into oauth_grants (id, workspace_id, user_id, client_id, client_name, redirect_host, scopes, send_policy)
    select gen_random_uuid(), workspace_id, user_id, 'c', 'c', 'localhost', '{}', 'block' from members where user_id = $1`
  await rowsOf(directory.path, allowed, [id])
  await new Browser(server.url).form('/sign-in/forgotten', { email: 'victim@corp.example' })
  const token = linkIn((await mailbox.next('victim@corp.example')).text).split('token=')[1] ?? ''
  const victim = new Browser(server.url)
  expect((await victim.form('/welcome', { token, password: 'another long sentence' })).location).toBe('/app/')
  expect((await victim.ask('GET', '/v1/me')).json['id']).toBe(id)
  const again = await signInAs({ ...cora, subject: 'mallory', email: 'mallory@corp.example' })
  expect((await again.browser.ask('GET', '/v1/me')).json['id']).not.toBe(id)
  const waysIn = `select from auth.passkey where "userId" = $1 union all select from auth.account where "userId" = $1 and "providerId" <> 'credential'
    union all select from oauth_grants where user_id = $1 and revoked_at is null`
  expect(await rowsOf(directory.path, waysIn, [id])).toEqual([])
  // Its owner comes by the provider from now on, and nobody else there who is given the address later.
  const own = await signInAs({ ...cora, subject: 'victim', email: 'victim@corp.example' })
  expect((await own.browser.ask('GET', '/v1/me')).json['id']).toBe(id)
  const heir = await signInAs({ ...cora, subject: 'heir', email: 'victim@corp.example' })
  expect([heir.answer.status, heir.answer.text]).toEqual([409, expect.stringContaining('connected with somebody else')])
})

test('an address that the provider does not vouch for, or of another domain, lets nobody in', async () => {
  for (const [person, why] of [
    [
      { ...cora, subject: 'u', email: 'olga@example.com', verified: false },
      'does not say that your e-mail address is verified',
    ],
    [{ ...cora, subject: 'g', email: 'eve@gmail.example' }, 'are not let in here'],
    [{ ...cora, subject: 's', email: 'eve@evil-corp.example' }, 'are not let in here'],
  ] as const) {
    const { browser, answer } = await signInAs(person)
    expect([answer.status, answer.text]).toEqual([403, expect.stringContaining(why)])
    expect((await browser.ask('GET', '/v1/me')).status).toBe(401)
  }
})

test('what was not begun in this browser, or was changed on its way, signs nobody in', async () => {
  const refused = async (path: string, browser: Browser) => {
    const { status } = await browser.ask('GET', path)
    expect([status, (await browser.ask('GET', '/v1/me')).status]).toEqual([401, 401])
  }
  const browser = () => new Browser(server.url)
  // Somebody else's code, put into this browser.
  await refused(await throughProvider(browser(), cora), browser())
  const begun = browser()
  await throughProvider(begun, cora)
  await refused(await throughProvider(browser(), cora), begun)
  for (const [name, value] of [
    ['nonce', 'of another request'],
    ['code_challenge', 'x'.repeat(43)],
    ['state', 'of another request'],
  ] as const) {
    const victim = browser()
    const path = await throughProvider(victim, cora, '', (url) => {
      url.searchParams.set(name, value)
      return url
    })
    await refused(path, victim)
  }
  const twice = browser()
  const path = await throughProvider(twice, cora)
  expect((await twice.ask('GET', path)).status).toBe(303)
  expect((await twice.ask('GET', path)).status).toBe(401)
  const declined = browser()
  const answer = await declined.ask('GET', await throughProvider(declined, null))
  expect([answer.status, answer.text]).toEqual([401, expect.stringContaining('said no')])
})
