import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Json, type Office, openOffice } from './support/sending-assistant.ts'

/*
 * The addresses beside POST /v1/messages, the whole way: what they do stands on the customer's phone, and what the provider says of
 * it comes back.
 */
const digits = '491701234567'
/** Of the simulator: accepted, then failed with 131026. */
const unreachable = '15550100120'
let office: Office
let conversationId: string

beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office[Symbol.asyncDispose]())

async function call(method: string, path: string, body?: object): Promise<{ status: number; json: Json }> {
  const headers = { 'x-admin-api-key': 'the owner of this test' }
  const response = await fetch(office.server.url + path, {
    method,
    ...(body
      ? { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }
      : { headers }),
  })
  return { status: response.status, json: (await response.json()) as Json } // every answer is an object
}
const messages = async (id: string) => (await office.get(`/v1/conversations/${id}/messages`))['items'] as Json[]
const textOf = (words: string) => ({ type: 'text', text: words })

test('a reaction stands on the customer’s message, is changed, and taken back', async () => {
  conversationId = (await office.customer(digits, 'Kim', 'Is it ready?')).conversationId
  const [message] = await messages(conversationId)
  const address = `/v1/messages/${String(message?.['id'])}/reaction?wait=accepted`
  const reactions = async () => (await messages(conversationId))[0]?.['reactions']
  for (const emoji of ['👍', '🎉']) {
    expect(await call('PUT', address, { emoji })).toMatchObject({
      status: 202,
      json: { sends: [{ state: 'accepted' }] },
    })
    await expect.poll(reactions).toMatchObject([{ emoji, direction: 'outbound' }])
  }
  expect(await call('DELETE', address)).toMatchObject({ status: 202 })
  await expect.poll(reactions).toEqual([])
  const told = await fetch(`${office.server.url}/v1/events?after=0&types=reaction.changed`, {
    headers: { accept: 'application/json', 'x-admin-api-key': 'the owner of this test' },
  })
  const { items: changed } = (await told.json()) as Json // a page of events
  const ours = { messageId: message?.['id'], data: { direction: 'outbound' } }
  expect(changed).toMatchObject(['👍', '🎉', null].map((emoji) => ({ ...ours, data: { ...ours.data, emoji } })))
})

test('reading and typing are shown to the customer, and are in the history of events', async () => {
  const address = `/v1/conversations/${conversationId}`
  expect(await call('POST', `${address}/read`)).toMatchObject({ status: 200, json: { conversationId } })
  expect(await call('POST', `${address}/typing`)).toMatchObject({ status: 200 })
  const response = await fetch(`${office.simulator}/customers/${digits}/conversations`)
  const { data } = (await response.json()) as { data: { businessTypes: boolean; messages: Json[] }[] } // the simulator's shape
  expect(data[0]).toMatchObject({ businessTypes: true, messages: [{ from: 'customer', readByBusiness: true }] })
})

test('a failed receipt says what happened and what to do: on the message, in its history, and where it is on its way', async () => {
  const { conversationId: gone } = await office.customer(unreachable, 'Nobody', 'Hello?')
  const sent = await call('POST', '/v1/messages?wait=accepted', {
    to: { conversationId: gone },
    content: textOf('Yes, it is.'),
  })
  const [{ id } = { id: '' }] = sent.json['sends'] as { id: string }[]
  await expect.poll(async () => (await office.get(`/v1/messages/${id}`))['status'], { timeout: 60_000 }).toBe('failed')
  const errors = [{ code: 131026, sentence: expect.stringMatching(/\w\.$/), remedy: expect.stringMatching(/\w\.$/) }]
  const message = await office.get(`/v1/messages/${id}`)
  expect(message).toMatchObject({ status: 'failed', errors })
  expect(message['statuses']).toContainEqual(
    expect.objectContaining({ status: 'failed', errors: [expect.objectContaining(errors[0])] }),
  )
  expect(await office.get(`/v1/messages/${id}/send`)).toMatchObject({ state: 'accepted', status: 'failed', errors })
  const headers = { 'x-admin-api-key': 'the owner of this test', accept: 'application/json' }
  const page = await fetch(`${office.server.url}/v1/events?after=0&limit=500`, { headers })
  const { items } = (await page.json()) as { items: Json[] } // the contract's page of events
  const told = items.filter((event) => event['type'] === 'message.status' && event['messageId'] === id)
  expect(told.at(-1)).toMatchObject({ data: { message: { status: 'failed', errors } } })
})

test('a reaction that failed says so where it is on its way', async () => {
  const { conversationId: gone } = await office.customer(unreachable, 'Nobody', 'Are you there?')
  const asked = (await messages(gone)).find((each) => each['direction'] === 'inbound')
  const address = `/v1/messages/${String(asked?.['id'])}/reaction?wait=accepted`
  const { json } = await call('PUT', address, { emoji: '👍' })
  const [{ id } = { id: '' }] = json['sends'] as { id: string }[]
  const error = { code: 'provider', providerCode: 131026, sentence: expect.stringMatching(/\w\.$/) }
  await expect.poll(() => office.get(`/v1/messages/${id}/send`), { timeout: 60_000 }).toMatchObject({ error })
})

test('what was delivered is in the ledger of costs once, by the country of the customer’s phone', async () => {
  const to = { conversationId }
  for (const words of ['It is ready.', 'We are open until six.'])
    await call('POST', '/v1/messages?wait=accepted', { to, content: textOf(words) })
  const inGermany = async () => {
    const { items } = (await office.get('/v1/costs?groupBy=country,category')) as { items: Json[] }
    return items.find((row) => row['country'] === 'DE')
  }
  const read = async () => (await messages(conversationId)).filter((each) => each['status'] === 'read').length
  await expect.poll(read, { timeout: 60_000 }).toBe(2)
  // The receipts of the reactions have come by now, and made no messages.
  expect(await messages(conversationId)).toHaveLength(3)
  expect(await inGermany()).toMatchObject({ category: 'service', messages: 2, amounts: [] })
})
