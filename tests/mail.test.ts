import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkMail } from '../packages/server/src/startup/checks.ts'
import { Browser, passphrase } from './support/browser.ts'
import { type Mailbox, openMailbox } from './support/mailbox.ts'
import { rowsOf } from './support/rows-of.ts'
import { type Running, serve, switchboard, temporaryDirectory } from './support/switchboard.ts'

/* With a mail server, links go out by mail: the whole product, and a real SMTP server on this machine. */
const directory = temporaryDirectory()
const from = 'Switchboard <desk@example.com>'
let mailbox: Mailbox
let server: Running
let owner: Browser

beforeAll(async () => {
  mailbox = await openMailbox('a secret of the mail server')
  server = await serve(directory.path, {
    ...{ SMTP_URL: mailbox.url.replaceAll(' ', '%20'), SMTP_FROM: from, SWITCHBOARD_START_LINK: 'false' },
  })
  owner = new Browser(server.url)
  const path = /(\/welcome\?token=\S+)/.exec(server.stdout())?.[1] ?? ''
  await owner.join(path, { name: 'Olga', email: 'olga@example.com', password: passphrase })
}, 120_000)
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await mailbox[Symbol.asyncDispose]()
  directory[Symbol.dispose]()
})

const linkIn = (text: string) => /(\/welcome\?token=[\w-]+)/.exec(text)?.[1] ?? ''
const joinByMail = async (name: string) => {
  const email = `${name}@example.com`
  const { json } = await owner.ask('POST', '/v1/invitations', { role: 'agent', email })
  const mail = await mailbox.next()
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
  const { to, text } = await mailbox.next()
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
  const last = await ask('rita@example.com')
  expect(last.status).toBe(200)
  await expect.poll(() => mailbox.received.at(-1)?.to).toEqual(['rita@example.com'])
  const links = `select count(*)::int as links from one_time_links l join auth."user" u on u.id = l.user_id
    where u.email = $1 and l.created_by = 'forgotten password' and l.expires_at <= l.created_at + interval '30 minutes'`
  expect(await rowsOf(directory.path, links, ['mona@example.com'])).toEqual([{ links: 3 }])
  const since = mailbox.received.slice(before).map(({ to }) => to[0])
  expect(since).not.toContain('stranger@example.com')
  expect(since.filter((to) => to === 'mona@example.com').length).toBeLessThanOrEqual(3)
})

test('a page of somebody else makes nobody be mailed', async () => {
  const evil = { origin: 'https://evil.example' }
  const { status } = await new Browser(server.url).form('/sign-in/forgotten', { email: 'rita@example.com' }, evil)
  expect(status).toBe(403)
})

test('the command mails too, and doctor says whether the mail server can be used, without its password', async () => {
  const environment = { SMTP_URL: mailbox.url.replaceAll(' ', '%20'), SMTP_FROM: from }
  const made = await switchboard(directory.path, ['user', 'create', 'cleo@example.com'], environment)
  expect([made.code, made.stderr]).toEqual([0, expect.stringContaining('Mailed to cleo@example.com.')])
  expect(mailbox.received.at(-1)?.text).toContain(linkIn(made.stdout))
  const doctor = await switchboard(directory.path, ['doctor'], environment)
  expect(doctor.stdout).toMatch(/✓ mail +127\.0\.0\.1:\d+ takes mail from Switchboard <desk@example\.com>/)
  const wrong = await checkMail({ url: mailbox.url.replace(' of', ''), from })
  expect(wrong).toMatchObject({
    ok: false,
    text: expect.stringMatching(/^The mail server 127\.0\.0\.1:\d+ refused the user or the password of SMTP_URL/),
  })
  expect(`${doctor.stdout}${wrong.text}${server.stdout()}${server.stderr()}`).not.toMatch(/a(%20| )secret(%20| )/)
})
