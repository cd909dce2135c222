import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { noDelays } from '../packages/server/src/simulator/options.ts'
import { hasMetaDescription, type MetaDescription, readMetaDescription } from './support/meta-openapi.ts'
import {
  accessToken,
  businessAccountId,
  type Json,
  numberId,
  type SimulatedBusiness,
  startSimulatedBusiness,
} from './support/simulated-business.ts'

let business: SimulatedBusiness
const meta: MetaDescription | undefined = hasMetaDescription ? readMetaDescription() : undefined
const exchanges: (readonly ['get' | 'post' | 'delete', string, number, unknown])[] = []

beforeAll(async () => {
  business = await startSimulatedBusiness({ speed: 1_000, pairLimit: null })
})
afterAll(() => business[Symbol.asyncDispose]())

/** Asks, and notes the answer to be held against Meta's description after the test. */
async function ask(
  method: 'GET' | 'POST' | 'DELETE',
  template: string,
  ids: Record<string, string>,
  body?: unknown,
  query = '',
) {
  const path = template.replaceAll(/\{([^}]+)\}/g, (_, name: string) => ids[name] ?? name)
  const answer = await business.ask(method, path + query, body)
  const known = method.toLowerCase() as 'get' | 'post' | 'delete' // of the three
  exchanges.push([known, `/{Version}/${template}`, answer.status, answer.json])
  return answer
}
/** Where the servers are known to answer otherwise than described. */
const known = [
  // A live number is CONNECTED there, as Meta's guides show it; the description lists other words.
  'phone_numbers 200 /data/0/status must be equal',
]
afterEach(() => {
  for (const [method, template, status, body] of exchanges.splice(0)) {
    const problems = meta?.answerProblems(method, template, status, body) ?? []
    expect(problems.filter((problem) => !known.some((words) => problem.includes(words)))).toEqual([])
  }
})

const ofNumber = { 'Phone-Number-ID': numberId }
const ofAccount = { 'WABA-ID': businessAccountId }
const post = (body: unknown) => ask('POST', '{Phone-Number-ID}/messages', ofNumber, body)
const message = (type: string, content: unknown, more: Json = {}) => ({
  ...{ messaging_product: 'whatsapp', recipient_type: 'individual', to: '447700900123', type, [type]: content },
  ...more,
})
const detailsOf = (json: Json) => (json as { error?: { error_data?: { details?: string } } }).error?.error_data?.details // Graph's envelope

describe('messages', () => {
  const interactive = (type: string, action: unknown, more: Json = {}) =>
    message('interactive', { type, body: { text: 'Which?' }, action, ...more })
  const row = (id: string) => ({ id, title: `Row ${id}` })
  const reply = (id: string, title = id) => ({ type: 'reply', reply: { id, title } })

  test.each([
    ['text', message('text', { body: 'Hello', preview_url: true })],
    ['text without a type', { messaging_product: 'whatsapp', to: '+44 7700 900123', text: { body: 'Hello' } }],
    ['image by link', message('image', { link: 'https://shop.example.com/a.jpg', caption: 'A' })],
    ['location', message('location', { latitude: '52.5', longitude: '13.4', name: 'Depot' })],
    ['contacts', message('contacts', [{ name: { formatted_name: 'Kim Aster', first_name: 'Kim' } }])],
    ['buttons', interactive('button', { buttons: [reply('yes'), reply('no')] })],
    ['list', interactive('list', { button: 'Choose', sections: [{ title: 'All', rows: [row('1'), row('2')] }] })],
    [
      'link',
      interactive('cta_url', { name: 'cta_url', parameters: { display_text: 'Open', url: 'https://a.example.com' } }),
    ],
    ['location request', interactive('location_request_message', { name: 'send_location' })],
    ['template', message('template', { name: 'hello_world', language: { code: 'en_US' } })],
    ['a quote', message('text', { body: 'This' }, { context: { message_id: 'wamid.x' } })],
  ])('%s is accepted, with an id', async (_name, body) => {
    const { status, json } = await post(body)
    expect(status).toBe(200)
    expect(json).toMatchObject({
      messaging_product: 'whatsapp',
      contacts: [{ wa_id: '447700900123' }],
      messages: [{ id: expect.stringMatching(/^wamid\.[A-Za-z0-9+/=]{20,}$/) }],
    })
  })

  test.each([
    ['no product', { to: '1555', type: 'text', text: { body: 'x' } }, 100, 'messaging_product'],
    ['no recipient', { messaging_product: 'whatsapp', text: { body: 'x' } }, 100, 'to is required'],
    ['a name instead of a phone', message('text', { body: 'x' }, { to: 'Robin' }), 100, 'neither a phone number'],
    ['an unknown type', message('hologram', {}), 100, 'type must be one of'],
    ['no object of the type', message('text', undefined), 100, 'text is required'],
    ['no body', message('text', {}), 100, "text['body'] is required"],
    ['an empty body', message('text', { body: '' }), 100, 'at least 1'],
    ['4,097 characters', message('text', { body: 'x'.repeat(4_097) }), 100, 'at most 4096 characters'],
    [
      'a caption of 1,025',
      message('image', { link: 'https://a.example.com', caption: 'x'.repeat(1_025) }),
      100,
      '1024',
    ],
    ['both id and link', message('image', { id: '1', link: 'https://a.example.com' }), 131009, 'exactly one'],
    ['a media id that is none', message('image', { id: '12345' }), 131009, 'no media 12345'],
    ['a latitude of 91', message('location', { latitude: 91, longitude: 0 }), 131009, 'latitude'],
    [
      'four buttons',
      interactive('button', { buttons: ['a', 'b', 'c', 'd'].map((id) => reply(id)) }),
      131009,
      'buttons',
    ],
    [
      'two buttons with one id',
      interactive('button', { buttons: [reply('a', 'A'), reply('a', 'B')] }),
      131009,
      'same id',
    ],
    ['a long title', interactive('button', { buttons: [reply('a', 'x'.repeat(21))] }), 100, 'at most 20'],
    ['an unknown interactive', interactive('hologram', {}), 100, 'interactive'],
    ['a reaction to nothing', message('reaction', { message_id: 'wamid.none', emoji: '👍' }), 131009, 'no message'],
    ['long callback data', message('text', { body: 'x' }, { biz_opaque_callback_data: 'x'.repeat(513) }), 100, '512'],
    ['the number itself', message('text', { body: 'x' }, { to: '15550100100' }), 131021, 'number that sends'],
    [
      'an unknown group',
      message('text', { body: 'x' }, { recipient_type: 'group', to: 'group-1' }),
      131009,
      'no group',
    ],
    [
      'an unknown template',
      message('template', { name: 'nope', language: { code: 'en_US' } }),
      132001,
      'there is none',
    ],
    ['another language', message('template', { name: 'hello_world', language: { code: 'de' } }), 132001, 'de'],
  ])('%s is refused with its code and a sentence', async (_name, body, code, words) => {
    const { status, json } = await post(body)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(json).toMatchObject({ error: { code, type: 'OAuthException', fbtrace_id: expect.any(String) } })
    expect(detailsOf(json)).toContain(words)
  })

  test.each([
    ['too few', [{ type: 'body', parameters: [{ type: 'text', text: 'Robin' }] }], 132000, 'does not match'],
    ['none', undefined, 132000, 'expected number of params (2)'],
    [
      'an empty one',
      [{ type: 'body', parameters: ['Robin', ''].map((text) => ({ type: 'text', text })) }],
      131008,
      'parameter 2',
    ],
    [
      'no button',
      [{ type: 'body', parameters: ['Robin', 'A-1'].map((text) => ({ type: 'text', text })) }],
      131008,
      'index 0',
    ],
  ])('a template with %s of its parameters is refused', async (_name, components, code, words) => {
    const { json } = await post(message('template', { name: 'order_update', language: { code: 'en_US' }, components }))
    expect(json).toMatchObject({ error: { code } })
    expect(detailsOf(json)).toContain(words)
  })

  test('a template with a wrong name among its parameters, or without its image, is refused with 132012', async () => {
    const parameters = ['first_name', 'day', 'hour'].map((name) => ({ type: 'text', text: 'x', parameter_name: name }))
    const named = { name: 'appointment_reminder', language: { code: 'en' }, components: [{ type: 'body', parameters }] }
    expect((await post(message('template', named))).json).toMatchObject({ error: { code: 132012 } })
    const offer = { name: 'seasonal_offer', language: { code: 'en_US' } }
    expect((await post(message('template', offer))).json).toMatchObject({ error: { code: 132012 } })
  })

  test('outside of the window a text is accepted and fails with 131047; a template arrives', async () => {
    const { wamid } = await business.send('447700900777')
    const template = message('template', { name: 'hello_world', language: { code: 'en_US' } }, { to: '447700900777' })
    const sent = await business.send('447700900777', template)
    await business.simulator.settled()
    expect(business.statuses().find(({ id }) => id === wamid)).toMatchObject({
      status: 'failed',
      errors: [{ code: 131047 }],
    })
    expect(business.statusesOf(sent.wamid)).toEqual(['sent', 'delivered', 'read'])
  })

  test('a user id goes into recipient; in to it is answered 200 and dropped', async () => {
    const { userId } = business.simulator.phone('447700900321')
    await business.simulator.phone('447700900321').write({ type: 'text', text: 'Hi' })
    const body = { messaging_product: 'whatsapp', recipient: userId, type: 'text', text: { body: 'Hello' } }
    const { json } = await post(body)
    expect(json).toMatchObject({ contacts: [{ input: userId, user_id: userId }] })
    const before = business.simulator.ledger.accepted
    const dropped = await business.send(userId)
    expect(dropped.status).toBe(200)
    expect(business.simulator.ledger.accepted).toBe(before)
    await business.simulator.settled()
    expect(business.statusesOf(dropped.wamid)).toEqual([])
  })

  test('a file of another type, or behind a link that does not work, fails with 131053', async () => {
    await business.simulator.phone('447700900123').write({ type: 'text', text: 'Hi' })
    const link = await business.send('447700900123', { type: 'image', image: { link: 'https://gone.invalid/a.jpg' } })
    await business.simulator.settled()
    expect(business.statuses().find(({ id }) => id === link.wamid)).toMatchObject({ errors: [{ code: 131053 }] })
  })

  test('every status carries callback data, recipient and a price that says what, not how much', async () => {
    await business.simulator.phone('447700900123').write({ type: 'text', text: 'Hi' })
    const more = { type: 'text', text: { body: 'x' }, biz_opaque_callback_data: 'sb:1' }
    const { wamid } = await business.send('447700900123', more)
    await business.simulator.settled()
    const [sent, , read] = business.statuses().filter(({ id }) => id === wamid)
    expect(sent).toMatchObject({
      recipient_id: '447700900123',
      biz_opaque_callback_data: 'sb:1',
      pricing: { billable: true, pricing_model: 'PMP', category: 'service', type: 'regular' },
    })
    expect(sent).not.toHaveProperty('conversation')
    expect(read).not.toHaveProperty('pricing')
  })
})

describe('tokens', () => {
  test.each([
    ['a wrong one', 'wrong', 401, 190],
    ['an expired one', 'expired-token', 401, 190],
    ['one without permission', 'no-permission', 403, 10],
  ])('%s is refused', async (_name, token, status, code) => {
    const answer = await business.ask('POST', `${numberId}/messages`, message('text', { body: 'x' }), token)
    expect(answer).toMatchObject({ status, json: { error: { code } } })
  })

  test('none is refused; as a parameter of the address it is taken', async () => {
    const bare = await fetch(`${business.simulator.url}/v23.0/${numberId}`)
    expect(bare.status).toBe(401)
    const inAddress = await fetch(`${business.simulator.url}/v26.0/${numberId}?access_token=${accessToken}`)
    expect(inAddress.status).toBe(200)
  })

  test('an id that is not known here is code 100 with subcode 33', async () => {
    const { json } = await business.ask('POST', '999/messages', message('text', { body: 'x' }))
    expect(json).toMatchObject({ error: { code: 100, error_subcode: 33 } })
  })

  test('a path that is none, and a body that is no JSON, get an answer of the Graph API', async () => {
    expect(await business.ask('GET', `${numberId}/horoscope`)).toMatchObject({
      status: 400,
      json: { error: { code: 2500 } },
    })
    const response = await fetch(`${business.simulator.url}/v23.0/${numberId}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      body: '{"to":',
    })
    expect(await response.json()).toMatchObject({ error: { code: 100 } })
  })
})

describe('media', () => {
  async function upload(bytes: Uint8Array<ArrayBuffer>, type: string) {
    const form = new FormData()
    form.set('messaging_product', 'whatsapp')
    form.set('file', new Blob([bytes], { type }), 'photo.jpg')
    const headers = { authorization: `Bearer ${accessToken}` }
    const response = await fetch(`${business.simulator.url}/v23.0/${numberId}/media`, {
      method: 'POST',
      headers,
      body: form,
    })
    return { status: response.status, json: (await response.json()) as Json } // looked at by the test
  }

  test('what is uploaded can be described, fetched with the token, sent and deleted', async () => {
    const bytes = new Uint8Array(300_000).fill(7)
    const { json } = await upload(bytes, 'image/jpeg')
    const id = String(json['id'])
    const about = await ask('GET', '{Media-ID}', { 'Media-ID': id })
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    expect(about.json).toMatchObject({ id, mime_type: 'image/jpeg', file_size: '300000', sha256 })
    const url = String(about.json['url'])
    expect((await fetch(url)).status).toBe(401)
    const file = await fetch(url, { headers: { authorization: `Bearer ${accessToken}` } })
    expect(file.headers.get('content-type')).toBe('image/jpeg')
    expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true)
    expect((await post(message('image', { id }))).status).toBe(200)
    expect((await ask('DELETE', '{Media-ID}', { 'Media-ID': id })).json).toEqual({ success: true })
    expect((await business.ask('GET', id)).json).toMatchObject({ error: { code: 100 } })
  })

  test('the link is good for five minutes', async () => {
    await using alone = await startSimulatedBusiness()
    const write = await alone.simulator.phone('447700900123').write({ type: 'image' })
    await alone.simulator.settled()
    const image = alone.inbound().find(({ id }) => id === write)?.['image'] as { id: string } // it was an image
    const { json } = await alone.ask('GET', image.id)
    const get = async () =>
      (await fetch(String(json['url']), { headers: { authorization: `Bearer ${accessToken}` } })).status
    expect(await get()).toBe(200)
    alone.simulator.clock.advance(5 * 60_000)
    expect(await get()).toBe(404)
  })

  test('a file that is too large or of no known type is refused', async () => {
    expect((await upload(new Uint8Array(5 * 1024 * 1024 + 1), 'image/png')).json).toMatchObject({
      error: { code: 131053 },
    })
    expect((await upload(new Uint8Array(10), 'application/x-msdownload')).json).toMatchObject({ error: { code: 100 } })
  })

  test('a file of another number is not found by who says which number it is', async () => {
    const { json } = await upload(new Uint8Array(10), 'image/png')
    expect(await business.ask('GET', `${json['id']}?phone_number_id=1`)).toMatchObject({
      json: { error: { code: 100 } },
    })
  })
})

describe('templates', () => {
  const draft = (name: string, text = 'Hi {{1}}, your table is ready.', more: Json = {}) => ({
    ...{ name, language: 'en_US', category: 'UTILITY' },
    components: [{ type: 'BODY', text, example: { body_text: [['Robin']] } }],
    ...more,
  })
  const create = (body: unknown) => ask('POST', '{WABA-ID}/message_templates', ofAccount, body)

  test('a new one is pending, then approved, and the business is told; then it can be sent', async () => {
    await using alone = await startSimulatedBusiness({ delays: { ...noDelays, templateReview: [60_000, 60_000] } })
    const { json } = await alone.ask('POST', `${businessAccountId}/message_templates`, draft('table_ready'))
    expect(json).toMatchObject({ status: 'PENDING', category: 'UTILITY' })
    const components = [{ type: 'body', parameters: [{ type: 'text', text: 'Robin' }] }]
    const content = { name: 'table_ready', language: { code: 'en_US' }, components }
    expect(await alone.send('447700900123', message('template', content))).toMatchObject({ code: 132001 })
    alone.simulator.clock.advance(60_000)
    await alone.simulator.settled()
    expect(alone.values('message_template_status_update')).toMatchObject([
      { event: 'APPROVED', message_template_id: Number(json['id']), message_template_name: 'table_ready' },
    ])
    expect(await alone.send('447700900123', message('template', content))).toMatchObject({ status: 200 })
  })

  test.each([
    ['please_reject', 'Hi {{1}}, hello.', 'INVALID_FORMAT'],
    ['a_bargain', 'Hi {{1}}, there is a big sale.', 'TAG_CONTENT_MISMATCH'],
    ['a_trick', 'Hi {{1}}, tell us your password now.', 'ABUSIVE_CONTENT'],
  ])('%s is rejected with a reason', async (name, text, reason) => {
    await create(draft(name, text))
    await business.simulator.settled()
    expect(business.values('message_template_status_update').at(-1)).toMatchObject({ event: 'REJECTED', reason })
    const { json } = await ask('GET', '{WABA-ID}/message_templates', ofAccount, undefined, `?name=${name}`)
    expect(json).toMatchObject({ data: [{ name, status: 'REJECTED', rejected_reason: reason }] })
  })

  test.each([
    ['it begins with a parameter', draft('a', '{{1}} is ready.'), 2388299],
    ['it has more parameters than words', draft('b', 'x {{1}} {{2}} {{3}} y'), 2388293],
    ['its parameters are not counted from 1', draft('c', 'Hi {{2}}, your table is ready.'), 2388072],
    [
      'it gives no example',
      draft('d', 'x', { components: [{ type: 'BODY', text: 'Hi {{1}}, it is ready.' }] }),
      2388072,
    ],
    ['its name has capitals', draft('Table'), undefined],
    ['there is one already', draft('hello_world'), 2388024],
  ])('one is refused at once when %s', async (_why, body, subcode) => {
    const { status, json } = await create(body)
    expect(status).toBe(400)
    if (subcode !== undefined) expect(json).toMatchObject({ error: { code: 100, error_subcode: subcode } })
  })

  test('they are listed in pages, deleted by name, and paused ones cannot be sent', async () => {
    const first = await ask('GET', '{WABA-ID}/message_templates', ofAccount, undefined, '?limit=2')
    const { data, paging } = first.json as { data: Json[]; paging: { cursors: { after: string }; next?: string } } // a page
    expect(data).toHaveLength(2)
    expect(paging.next).toContain('after=')
    const next = await business.ask(
      'GET',
      `${businessAccountId}/message_templates?limit=2&after=${paging.cursors.after}`,
    )
    expect((next.json as { data: Json[] }).data[0]).not.toEqual(data[0])
    await create(draft('short_lived'))
    const gone = await ask('DELETE', '{WABA-ID}/message_templates', ofAccount, undefined, '?name=short_lived')
    expect(gone.json).toEqual({ success: true })
    business.simulator.decideTemplate('hello_world', 'PAUSED')
    expect((await post(message('template', { name: 'hello_world', language: { code: 'en_US' } }))).json).toMatchObject({
      error: { code: 132015 },
    })
    business.simulator.decideTemplate('hello_world', 'APPROVED')
  })
})

describe('the number', () => {
  test('tells its fields, all or some', async () => {
    const { json } = await ask('GET', '{Phone-Number-ID}', ofNumber)
    expect(json).toMatchObject({ id: numberId, display_phone_number: '+1 555-010-0100', quality_rating: 'GREEN' })
    const some = await business.ask('GET', `${numberId}?fields=throughput,messaging_limit_tier`)
    expect(some.json).toEqual({
      id: numberId,
      throughput: { level: 'STANDARD' },
      messaging_limit_tier: 'TIER_UNLIMITED',
    })
    const { json: all } = await ask('GET', '{WABA-ID}/phone_numbers', ofAccount)
    expect(all).toMatchObject({ data: [{ id: numberId, status: 'CONNECTED' }] })
  })

  test('has a profile that can be changed', async () => {
    const change = { messaging_product: 'whatsapp', about: 'Open until six', websites: ['https://a.example.com/'] }
    const profile = '{Phone-Number-ID}/whatsapp_business_profile'
    expect((await ask('POST', profile, ofNumber, change)).json).toEqual({ success: true })
    const { json } = await ask('GET', profile, ofNumber, undefined, '?fields=about,vertical')
    expect(json).toEqual({ data: [{ messaging_product: 'whatsapp', about: 'Open until six', vertical: 'RETAIL' }] })
  })

  test('blocks who wrote within a day, and says whom it could not block', async () => {
    const path = '{Phone-Number-ID}/block_users'
    await business.simulator.phone('447700900555').write({ type: 'text', text: 'Hi' })
    await business.simulator.settled()
    const change = (...users: string[]) => ({
      messaging_product: 'whatsapp',
      block_users: users.map((user) => ({ user })),
    })
    expect((await ask('POST', path, ofNumber, change('+447700900555'))).json).toMatchObject({
      block_users: { added_users: [{ input: '+447700900555', wa_id: '447700900555' }] },
    })
    expect((await ask('GET', path, ofNumber)).json).toMatchObject({ data: [{ wa_id: '447700900555' }] })
    expect(await business.ask('POST', `${numberId}/block_users`, change('+447700900556'))).toMatchObject({
      status: 400,
      json: { error: { code: 139100 }, block_users: { failed_users: [{ errors: [{ code: 131047 }] }] } },
    })
    const before = business.inbound().length
    await business.simulator.phone('447700900555').write({ type: 'text', text: 'Anybody there?' })
    await business.simulator.settled()
    expect(business.inbound()).toHaveLength(before)
    expect((await ask('DELETE', path, ofNumber, change('+447700900555'))).json).toMatchObject({
      block_users: { removed_users: [{ wa_id: '447700900555' }] },
    })
  })

  test('has a history of what became of messages and of their webhooks', async () => {
    await business.simulator.phone('447700900123').write({ type: 'text', text: 'Hi' })
    const { wamid } = await business.send('447700900123')
    await business.simulator.settled()
    const path = '{Phone-Number-ID}/message_history'
    const { json } = await ask('GET', path, ofNumber, undefined, `?message_id=${encodeURIComponent(wamid)}`)
    const { data } = json as { data: { id: string; events: { data: Json[] } }[] } // a page of entries
    expect(data[0]?.events.data).toMatchObject(
      ['SENT', 'DELIVERED', 'READ'].map((status) => ({ delivery_status: status, webhook_update_state: 'DELIVERED' })),
    )
    const events = await ask('GET', '{Message-History-ID}/events', { 'Message-History-ID': data[0]?.id ?? '' })
    expect(events.json).toMatchObject({ data: [{ node: { delivery_status: 'SENT' } }, {}, {}] })
    expect((await ask('GET', path, ofNumber)).json).toMatchObject({ data: expect.any(Array) })
  })
})

test.skipIf(!hasMetaDescription)("webhooks are what Meta's description says", async () => {
  await business.simulator.settled()
  const problems = business.bodies
    .filter(({ entry }) => entry.every(({ changes }) => changes.every(({ field }) => field === 'messages')))
    // Newer than the description: statuses for who has no phone, and `played`.
    .flatMap((body) => meta?.webhookProblems(body) ?? [])
  expect(problems).toEqual([])
  expect(business.bodies.length).toBeGreaterThan(10)
})
