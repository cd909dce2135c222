import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeTransport } from '../transport.case.ts'
import type { Transport } from '../transport.ts'
import { TransportError } from '../transport-error.ts'
import { type GraphStub, graphError, startGraphStub } from './graph-stub.case.ts'
import { hexOf } from './send/download-media.ts'
import { explainError, knownErrorCodes } from './send/errors/explain.ts'
import { graphRefusal } from './send/graph-refusal.ts'
import { cloudApiTransport } from './transport.ts'
import { textAt } from './webhook/json-fields.ts'

const patience = { answerTimeoutMilliseconds: 500, connectTimeoutMilliseconds: 500 }

describeTransport('cloud-api', async () => {
  const stub = await startGraphStub()
  const transport = cloudApiTransport(patience)
  const { account } = stub
  return {
    transport,
    account,
    impostor: { ...account, secrets: { accessToken: 'EAAGsomebodyElses' } },
    // Port 9 (discard) has no server on a test machine.
    unreachable: { ...account, settings: { ...account.settings, baseUrl: 'http://127.0.0.1:9' } },
    next: stub.next,
    accepted: () => stub.accepted.length,
    lastCallbackData: () => textAt(stub.accepted.at(-1) ?? {}, 'biz_opaque_callback_data'),
    async [Symbol.asyncDispose]() {
      await transport[Symbol.asyncDispose]()
      await stub[Symbol.asyncDispose]()
    },
  }
})

let stub: GraphStub
let transport: Transport & AsyncDisposable
beforeAll(async () => {
  stub = await startGraphStub()
  transport = cloudApiTransport(patience)
})
afterAll(async () => {
  await transport[Symbol.asyncDispose]()
  await stub[Symbol.asyncDispose]()
})

const hello = { content: { type: 'text', text: 'Hello' }, callbackData: '' } as const

test('somebody without a phone is named in `recipient`, and never in `to`', async () => {
  await transport.send(stub.account, { ...hello, to: { bsuid: 'GB.777' } })
  expect(stub.accepted.at(-1)).toMatchObject({ recipient_type: 'individual', recipient: 'GB.777' })
  expect(stub.accepted.at(-1)).not.toHaveProperty('to')
  await transport.send(stub.account, { ...hello, to: { phone: '+44 7700 900123', bsuid: 'GB.777' } })
  expect(stub.accepted.at(-1)).toMatchObject({ to: '447700900123' })
  expect(stub.accepted.at(-1)).not.toHaveProperty('recipient')
  await transport.send(stub.account, { ...hello, to: { groupId: 'g-1' } })
  expect(stub.accepted.at(-1)).toMatchObject({ recipient_type: 'group', to: 'g-1' })
})

test('a quote, a read mark and typing are said as Meta wants them', async () => {
  await transport.send(stub.account, { ...hello, to: { waId: '447700900123' }, quotedWamid: 'wamid.q' })
  expect(stub.accepted.at(-1)).toMatchObject({ context: { message_id: 'wamid.q' } })
  await transport.markRead?.(stub.account, 'wamid.in', { typing: true })
  expect(JSON.parse(String(stub.requests.at(-1)?.body))).toEqual({
    messaging_product: 'whatsapp',
    status: 'read',
    message_id: 'wamid.in',
    typing_indicator: { type: 'text' },
  })
})

test('the answer says what Meta said', async () => {
  const accepted = await transport.send(stub.account, { ...hello, to: { waId: '447700900123' } })
  expect(accepted).toMatchObject({ wamid: expect.stringMatching(/^wamid\./), waId: '447700900123' })
})

test('a 429 says how long to wait, and Meta is quoted without the token', async () => {
  stub.next('ask to slow down')
  const slow = await failure(transport.send(stub.account, { ...hello, to: { waId: '447700900123' } }))
  expect(slow).toMatchObject({ providerCode: 130_429, limits: 'number', retryAfterMilliseconds: 7_000, traceId: 'Tr' })
  stub.next('refuse')
  const refused = await failure(transport.send(stub.account, { ...hello, to: { waId: '447700900123' } }))
  expect(refused.details).toBe('cannot deliver to [removed] by [removed]')
})

test('a file is uploaded as it comes, with its name escaped, and its hash comes back as lower case hex', async () => {
  const upload = { body: Readable.from([Buffer.from('abc')]), mimeType: 'text/plain', filename: 'x"\r\ny.txt' }
  const { providerMediaId } = (await transport.uploadMedia?.(stub.account, upload)) ?? { providerMediaId: '' }
  const sent = stub.requests.at(-1)
  expect(sent?.headers['transfer-encoding']).toBe('chunked')
  expect(sent?.body.toString()).toContain('filename="x%22%0D%0Ay.txt"')
  const download = await transport.downloadMedia?.(stub.account, { providerMediaId })
  expect(download && (await text(download.body))).toBe('abc')
  expect(download?.sha256).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(hexOf('ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=')).toBe(download?.sha256)
})

test('the token is not sent to a host that is not of Meta', async () => {
  stub.on(() => ({ status: 200, json: { url: 'http://127.0.0.1:1/steal', mime_type: 'image/png' } }))
  const error = await failure(transport.downloadMedia?.(stub.account, { providerMediaId: 'foreign' }))
  expect(error).toMatchObject({ retryable: false, sentence: expect.stringContaining('127.0.0.1:1') })
})

test('templates are listed over all pages, made, and deleted', async () => {
  const template = (id: string) => ({ id, name: `t${id}`, language: 'en', status: 'APPROVED', category: 'UTILITY' })
  stub.on(({ method, url }) => {
    const query = new URL(url, 'http://stub').searchParams
    if (method === 'POST') return { status: 200, json: { id: '9', status: 'PENDING', category: 'MARKETING' } }
    if (method === 'DELETE') return { status: 200, json: { success: true } }
    const paging = { cursors: { after: 'second' }, next: 'https://graph.facebook.com/next' }
    return query.get('after') === 'second'
      ? { status: 200, json: { data: [template('2')], paging: { cursors: { after: 'third' } } } }
      : { status: 200, json: { data: [template('1'), { broken: true }], paging } }
  })
  const directory = transport.templates
  if (!directory) throw new Error('it has templates')
  const ids: string[] = []
  for await (const { id } of directory.list(stub.account)) ids.push(id)
  expect(ids).toEqual(['1', '2'])
  const draft = { name: 'n', language: 'en', category: 'UTILITY', components: [{ type: 'BODY', text: 'x' }] }
  expect(await directory.create(stub.account, draft)).toEqual({ id: '9', status: 'PENDING', category: 'MARKETING' })
  await directory.edit?.(stub.account, '9', { components: draft.components })
  expect(stub.requests.at(-1)).toMatchObject({ method: 'POST', url: '/v23.0/9' })
  await directory.delete(stub.account, { name: 'n', id: '9' })
  expect(stub.requests.at(-1)?.url).toBe('/v23.0/207/message_templates?name=n&hsm_id=9')
})

test('people are blocked by phone or user id, and who could not be is named', async () => {
  stub.on(() => ({
    status: 200,
    json: { block_users: { added_users: [], failed_users: [{ input: '+1', errors: [{ message: 'not yours' }] }] } },
  }))
  const refused = await transport.blockList?.block(stub.account, [{ phone: '+447700900123' }, { bsuid: 'GB.7' }])
  expect(refused).toEqual([{ input: '+1', reason: 'not yours' }])
  expect(JSON.parse(String(stub.requests.at(-1)?.body)).block_users).toEqual([
    { user: '+447700900123' },
    { user_id: 'GB.7' },
  ])
})

test('of people of whom some can not be blocked (139100) each is named, with the reason', async () => {
  const failed = {
    input: '+1',
    errors: [{ message: 'no', code: 131_047, error_data: { details: 'not within 24 hours' } }],
  }
  const beside = { block_users: { added_users: [{ input: '+447700900123' }], failed_users: [failed] } }
  const error = { message: '(#139100) Failed', type: 'OAuthException', code: 139_100 }
  stub.on(() => ({ status: 400, json: { error, messaging_product: 'whatsapp', ...beside } }))
  const people = [{ phone: '+447700900123' }, { phone: '+1' }]
  expect(await transport.blockList?.block(stub.account, people)).toEqual([
    { input: '+1', reason: 'not within 24 hours' },
  ])
  expect(await transport.blockList?.unblock(stub.account, people)).toHaveLength(1)
  stub.on(() => ({ status: 400, json: { error } }))
  await expect(transport.blockList?.block(stub.account, people)).rejects.toMatchObject({ providerCode: 139_100 })
})

test('number and business profile are read', async () => {
  stub.on(() => ({ status: 200, json: { data: [{ about: 'Bread', websites: ['https://example.com'] }] } }))
  expect(await transport.readBusinessProfile?.(stub.account)).toMatchObject({
    about: 'Bread',
    websites: ['https://example.com'],
  })
  expect(await transport.readNumber?.(stub.account)).toMatchObject({ qualityRating: 'GREEN', coexistence: false })
})

test('an account without token, or with a token that is no header, is told so', async () => {
  for (const accessToken of ['', 'two\nlines']) {
    const account = { ...stub.account, secrets: { accessToken } }
    const error = await failure(transport.send(account, { ...hello, to: { waId: '1' } }))
    expect(error).toMatchObject({ outcome: 'not-sent', retryable: false })
    expect(error.sentence).toContain('access token')
  }
})

test('every known code has a sentence and what to do, and limits say what is limited', () => {
  expect(knownErrorCodes.length).toBeGreaterThan(60)
  expect(new Set(knownErrorCodes).size).toBe(knownErrorCodes.length)
  for (const code of knownErrorCodes) {
    const { sentence, remedy } = explainError(code) ?? { sentence: '', remedy: '' }
    expect(
      [sentence, remedy].every((words) => /^[A-Z].*\.$/.test(words)),
      String(code),
    ).toBe(true)
  }
})

test.each([
  [131_047, false, undefined],
  [131_056, true, 'pair'],
  [130_429, true, 'number'],
  [80_007, true, 'account'],
  [131_048, false, 'number'],
  [131_000, true, undefined],
  [190, false, undefined],
  [132_001, false, undefined],
  [294, false, undefined],
])('code %i: retryable %s, limits %s', (code, retryable, limits) => {
  const { json } = Object(graphError(400, code, 'x'))
  expect(graphRefusal({ status: 400, headers: {}, json }, 'sends', [])).toMatchObject({ retryable, limits })
})

test('a code that nobody knows is tried again only where Meta or its status says that it passes', () => {
  const refusal = (status: number, error: object) =>
    graphRefusal({ status, headers: {}, json: { error: { code: 999_999, ...error } } }, 'sends', [])
  expect(refusal(400, {})).toMatchObject({ outcome: 'not-sent', retryable: false })
  expect(refusal(400, { is_transient: true }).retryable).toBe(true)
  expect(refusal(503, {})).toMatchObject({ outcome: 'not-sent', retryable: true })
  expect(refusal(400, { code: 100, error_subcode: 2_388_023 }).sentence).toContain('being deleted')
})

async function failure(asking: Promise<unknown> | undefined): Promise<TransportError> {
  const error = await asking?.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof TransportError) return error
  throw new Error('it did not fail with a TransportError', { cause: error })
}
