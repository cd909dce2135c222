import { createHmac } from 'node:crypto'
import pino from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createAuthenticator } from '../../access/authenticate.ts'
import { ensureDefaultWorkspace } from '../../access/default-workspace.ts'
import { createInbox, type Inbox } from '../../ingest/inbox/inbox.ts'
import { parseForm } from '../../ingest/parse-body.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/index.ts'
import { twilioAccountKeyOf } from '../../transports/twilio/account-key.ts'
import { twilioReader } from '../../transports/twilio/read-webhook.ts'
import { type App, createApp } from '../app.ts'
import { isSignedByTwilio } from './check-twilio-signature.ts'
import { registerTwilioWebhook } from './twilio.ts'

const accountSid = 'AC00000000000000000000000000000001'
const token = 'an auth token'
const publicBaseUrl = 'https://desk.example.com'
let database: TestDatabase
let inbox: Inbox
let app: App

beforeAll(async () => {
  database = await createTestDatabase()
  inbox = createInbox({ pool: database.pool })
  const workspaceId = await ensureDefaultWorkspace(database.db)
  app = await createApp({
    log: pino({ level: 'silent' }),
    authenticator: createAuthenticator({ db: database.db, workspaceId }),
  })
  await registerTwilioWebhook(app, {
    inbox,
    authTokensOf: (sid) => (sid === accountSid ? ['', token] : []),
    accountKeyOf: twilioAccountKeyOf,
    publicBaseUrl: `${publicBaseUrl}/`,
  })
})
afterAll(async () => {
  await app.close()
  await inbox.close()
  await database[Symbol.asyncDispose]()
})
beforeEach(async () => {
  await database.pool.query('truncate inbox')
})

const message = {
  MessageSid: 'SM0000000000000000000000000000000a',
  AccountSid: accountSid,
  From: 'whatsapp:+447700900123',
  To: 'whatsapp:+14155550100',
  Body: 'Grüße + 100 % & mehr',
  NumMedia: '0',
}

function sign(url: string, form: Readonly<Record<string, string>>, key = token): string {
  const sorted = Object.keys(form).toSorted()
  return createHmac('sha1', key)
    .update(url + sorted.map((name) => `${name}${form[name]}`).join(''))
    .digest('base64')
}

async function post(form: Readonly<Record<string, string>>, options: { query?: string; signature?: string } = {}) {
  const url = `/webhooks/twilio${options.query ?? ''}`
  const signature = options.signature ?? sign(publicBaseUrl + url, form)
  return await app.inject({
    method: 'POST',
    url,
    payload: new URLSearchParams(form).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature },
  })
}

async function stored(): Promise<Buffer[]> {
  const { rows } = await database.pool.query<{ body: Buffer; transport: string }>('select * from inbox order by seq')
  expect(rows.every((row) => row.transport === 'twilio')).toBe(true)
  return rows.map((row) => row.body)
}

test("Twilio's own published example of a signature is right", () => {
  const form = new URLSearchParams({
    CallSid: 'CA1234567890ABCDE',
    Caller: '+14158675310',
    Digits: '1234',
    From: '+14158675310',
    To: '+18005551212',
  })
  const url = 'https://example.com/myapp.php?foo=1&bar=2'
  expect(isSignedByTwilio(['12345'], [url], form, 'L/OH5YylLD5NRKLltdqwSvS0BnU=')).toBe(true)
})

test('a signed form is stored byte for byte and answered with empty TwiML', async () => {
  const response = await post(message)
  expect([response.statusCode, response.body, response.headers['content-type']]).toEqual([
    200,
    '<Response/>',
    'text/xml; charset=utf-8',
  ])
  expect((await stored()).map(String)).toEqual([new URLSearchParams(message).toString()])
})

test('a redelivery changes nothing', async () => {
  expect([(await post(message)).statusCode, (await post(message)).statusCode]).toEqual([200, 200])
  expect(await stored()).toHaveLength(1)
})

test("a receipt's callback token comes out of the address, is signed with it, and settles the message that it is of", async () => {
  const { Body: _, NumMedia: __, ...addresses } = message
  const receipt = { ...addresses, From: message.To, To: message.From, MessageStatus: 'delivered' }
  expect((await post(receipt, { query: '?callback=sb%3A0199' })).statusCode).toBe(200)
  const [body] = await stored()
  const { items } = twilioReader.readWebhook(parseForm(body ?? Buffer.alloc(0)), 0)
  expect(items).toMatchObject([{ kind: 'status', status: 'delivered', callbackData: 'sb:0199' }])
  const forged = {
    query: '?callback=sb%3Aother',
    signature: sign(`${publicBaseUrl}/webhooks/twilio?callback=sb`, receipt),
  }
  expect((await post(receipt, forged)).statusCode).toBe(401)
})

test.each([
  ['of another token', sign(`${publicBaseUrl}/webhooks/twilio`, message, 'another')],
  ['of an empty token', sign(`${publicBaseUrl}/webhooks/twilio`, message, '')],
  ['of another address', sign(`${publicBaseUrl}/webhooks/other`, message)],
  ['of another form', sign(`${publicBaseUrl}/webhooks/twilio`, { ...message, Body: 'x' })],
  ['that is too short', 'AAAA'],
])('a signature %s is answered 401 and nothing is stored', async (_what, signature) => {
  const response = await post(message, { signature })
  expect([response.statusCode, response.json().code]).toEqual([401, 'invalid-signature'])
  expect(await stored()).toEqual([])
})

test('a form of a Twilio account that is not configured is answered 401', async () => {
  expect((await post({ ...message, AccountSid: 'AC99999999' })).statusCode).toBe(401)
})

test('a missing signature is answered 401', async () => {
  const response = await app.inject({ method: 'POST', url: '/webhooks/twilio', payload: 'x=1' })
  expect([response.statusCode, response.json().detail]).toEqual([401, 'X-Twilio-Signature is missing'])
})

test('the address with its standard port counts as the same', async () => {
  expect((await post(message, { signature: sign(`${publicBaseUrl}:443/webhooks/twilio`, message) })).statusCode).toBe(
    200,
  )
})
