import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callbackParameter } from '../callback-field.ts'
import { type StubAnswer, type StubProvider, type StubRequest, startStubProvider } from '../stub-provider.case.ts'
import { type Behaviour, describeTransport } from '../transport.case.ts'
import type { Transport, TransportAccount } from '../transport.ts'
import { twilioTransport } from './transport.ts'

const sid = 'AC00000000000000000000000000000001'
const authToken = 'twilioSecretToken'
const patience = { answerTimeoutMilliseconds: 500, connectTimeoutMilliseconds: 500 }
const statusCallback = 'https://desk.example.com/webhooks/twilio'

interface TwilioStub extends StubProvider {
  readonly account: TransportAccount
  readonly accepted: URLSearchParams[]
  next(behaviour: Behaviour): void
}

async function startTwilioStub(): Promise<TwilioStub> {
  const accepted: URLSearchParams[] = []
  let nextBehaviour: Behaviour | undefined
  const stub = await startStubProvider((request) => {
    if (request.url === '/storage/file') return { status: 200, bytes: Buffer.from('a file') }
    if (!isAuthorised(request)) return twilioError(401, 20_003, 'Authenticate')
    if (request.url === `/2010-04-01/Accounts/${sid}.json`) return { status: 200, json: { status: 'active' } }
    if (request.url.includes('/Media/')) return { status: 307, headers: { location: '/storage/file' } }
    const form = new URLSearchParams(request.body.toString())
    const behaviour = nextBehaviour
    nextBehaviour = undefined
    if (behaviour === 'refuse') return twilioError(400, 21_211, `The 'To' number ${form.get('To')} is not valid`)
    if (behaviour === 'ask to slow down') return twilioError(429, 20_429, 'Too Many Requests')
    if (behaviour === 'fail without words') return { status: 503 }
    accepted.push(form)
    if (behaviour === 'cut after accepting') return 'cut'
    if (behaviour === 'accept and stay silent') return 'silent'
    if (behaviour === 'accept unreadably') return { status: 201, bytes: Buffer.from('<xml/>') }
    return { status: 201, json: { sid: `SM${accepted.length}`, status: 'queued' } }
  })
  return {
    ...stub,
    accepted,
    account: {
      accountId: 'a',
      externalId: '+14155550100',
      businessAccountId: sid,
      secrets: { authToken },
      settings: { baseUrl: stub.baseUrl },
    },
    next: (behaviour) => void (nextBehaviour = behaviour),
    [Symbol.asyncDispose]: () => stub[Symbol.asyncDispose](),
  }
}

function isAuthorised({ headers }: StubRequest): boolean {
  return headers.authorization === `Basic ${Buffer.from(`${sid}:${authToken}`).toString('base64')}`
}

function twilioError(status: number, code: number, message: string): StubAnswer {
  return { status, json: { code, message, status, more_info: `https://www.twilio.com/docs/errors/${code}` } }
}

describeTransport('twilio', async () => {
  const stub = await startTwilioStub()
  const transport = twilioTransport({ ...patience, statusCallback })
  const { account } = stub
  return {
    transport,
    account,
    impostor: { ...account, secrets: { authToken: 'somebodyElsesToken' } },
    // Port 9 (discard) has no server on a test machine.
    unreachable: { ...account, settings: { baseUrl: 'http://127.0.0.1:9' } },
    next: stub.next,
    accepted: () => stub.accepted.length,
    lastCallbackData() {
      const callback = stub.accepted.at(-1)?.get('StatusCallback')
      return (callback && new URL(callback).searchParams.get(callbackParameter)) ?? undefined
    },
    async [Symbol.asyncDispose]() {
      await transport[Symbol.asyncDispose]()
      await stub[Symbol.asyncDispose]()
    },
  }
})

let stub: TwilioStub
let transport: Transport & AsyncDisposable
beforeAll(async () => {
  stub = await startTwilioStub()
  transport = twilioTransport(patience)
})
afterAll(async () => {
  await transport[Symbol.asyncDispose]()
  await stub[Symbol.asyncDispose]()
})

const to = { phone: '+447700900123' }
const lastForm = () => Object.fromEntries(stub.accepted.at(-1) ?? [])

test('text, file, place and template are said as Twilio wants them', async () => {
  const send = (content: Parameters<Transport['send']>[1]['content']) =>
    transport.send(stub.account, { to, content, callbackData: 'sb:1' })
  const ends = { From: 'whatsapp:+14155550100', To: 'whatsapp:+447700900123' }
  await send({ type: 'text', text: 'Hello & good day' })
  expect(lastForm()).toEqual({ ...ends, Body: 'Hello & good day' })
  await send({ type: 'image', media: { link: 'https://example.com/a.png' }, caption: 'A' })
  expect(lastForm()).toEqual({ ...ends, MediaUrl: 'https://example.com/a.png', Body: 'A' })
  await send({ type: 'location', latitude: 1.5, longitude: -2, name: 'Shop' })
  expect(lastForm()).toEqual({ ...ends, Body: 'Shop', PersistentAction: 'geo:1.5,-2|Shop' })
  const contentSid = 'HX00000000000000000000000000000001'
  const parameters = { header: ['H'], body: ['x', 'y'] }
  await send({ type: 'template', name: contentSid, language: 'en', parameters })
  expect(lastForm()).toEqual({ ...ends, ContentSid: contentSid, ContentVariables: '{"1":"H","2":"x","3":"y"}' })
})

test('a template may be named as the account says', async () => {
  const account = { ...stub.account, settings: { ...stub.account.settings, 'template:hello:en': 'HX0000000a' } }
  const content = { type: 'template', name: 'hello', language: 'en', parameters: { body: { name: 'Robin' } } } as const
  await transport.send(account, { to, content, callbackData: '' })
  expect(lastForm()).toMatchObject({ ContentSid: 'HX0000000a', ContentVariables: '{"name":"Robin"}' })
  await expect(transport.send(stub.account, { to, content, callbackData: '' })).rejects.toMatchObject({
    outcome: 'not-sent',
    retryable: false,
  })
})

test('a file is followed to where Twilio keeps it; another address or id is not', async () => {
  const providerMediaId = 'MM00000000000000000000000000000001/ME00000000000000000000000000000001'
  const download = await transport.downloadMedia?.(stub.account, { providerMediaId })
  expect(download && (await text(download.body))).toBe('a file')
  const elsewhere = { providerMediaId: '../../secrets', url: 'http://127.0.0.1:1/' }
  await expect(transport.downloadMedia?.(stub.account, elsewhere)).rejects.toMatchObject({ retryable: false })
})
