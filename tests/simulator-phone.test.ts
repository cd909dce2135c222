import { request } from 'node:http'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { localAccessToken, startLocalSimulator } from '../packages/server/src/simulator/local-simulator.ts'
import { cloudApiReader } from '../packages/server/src/transports/cloud-api/read-webhook.ts'
import { hasMetaDescription, readMetaDescription } from './support/meta-openapi.ts'
import { type Json, numberId, type SimulatedBusiness, startSimulatedBusiness } from './support/simulated-business.ts'

const robin = '447700900123'

/** The `/simulator` API, as the page and curl use it. */
async function phoneApi(business: SimulatedBusiness, method: string, path: string, body?: unknown) {
  const response = await fetch(`${business.simulator.url}/simulator${path}`, {
    method,
    ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  return { status: response.status, json: (await response.json()) as Json } // the tests look at it further
}

async function withRobin(options: Parameters<typeof startSimulatedBusiness>[0] = {}) {
  const business = await startSimulatedBusiness(options)
  await phoneApi(business, 'POST', '/customers', { phone: '+44 7700 900123', name: 'Robin Vale' })
  const write = async (message: unknown) => {
    const { status, json } = await phoneApi(business, 'POST', `/customers/${robin}/messages`, message)
    expect([status, json]).toEqual([201, { id: expect.stringMatching(/^wamid\./) }])
    await business.simulator.settled()
    return String(json['id'])
  }
  return { business, write, [Symbol.asyncDispose]: () => business[Symbol.asyncDispose]() }
}

test('everything that a customer can write comes as a signed webhook that our reader understands', async () => {
  await using scene = await withRobin()
  const { business, write } = scene
  const text = await write({ type: 'text', text: 'Is the blue one in stock?' })
  await write({ type: 'image', caption: 'This one' })
  await write({ type: 'voice', quoted: text })
  await write({ type: 'location', latitude: 52.5, longitude: 13.4, name: 'Depot' })
  await write({ type: 'edit', messageId: text, text: 'Is the green one in stock?' })
  await write({ type: 'delete', messageId: text })
  const wire = business.inbound()
  expect(wire.map(({ type }) => type)).toEqual(['text', 'image', 'audio', 'location', 'edit', 'revoke'])
  expect(wire[0]).toMatchObject({ from: robin, id: text, text: { body: 'Is the blue one in stock?' } })
  expect(wire[2]).toMatchObject({ audio: { voice: true }, context: { id: text, from: robin } })
  const items = business.bodies.flatMap((body) => cloudApiReader.readWebhook(body, Date.now()).items)
  expect(items.map(({ kind }) => kind)).toEqual(['message', 'message', 'message', 'message', 'revision', 'revision'])
})

test.skipIf(!hasMetaDescription)("what customers write is what Meta's description says", async () => {
  await using scene = await withRobin()
  const { business, write } = scene
  const text = await write({ type: 'text', text: 'Hello', advert: { id: '120', url: 'https://ad.example.com/' } })
  await write({ type: 'image' })
  await write({ type: 'voice' })
  // Name and address are required there; the servers leave them out of a place that has none.
  await write({ type: 'location', latitude: 52.5, longitude: 13.4, name: 'Depot', address: 'Hall 4' })
  await write({ type: 'reaction', messageId: text, emoji: '👍' })
  const meta = readMetaDescription()
  expect(business.bodies.flatMap((body) => meta.webhookProblems(body))).toEqual([])
})

test('pictures and voice notes are real files', async () => {
  await using scene = await withRobin()
  const { business, write } = scene
  await write({ type: 'image' })
  await write({ type: 'voice' })
  const [image, audio] = business.inbound() as { image?: { id: string; sha256: string }; audio?: { id: string } }[] // what was written
  const bytesOf = async (id: string | undefined) => {
    const { json } = await business.ask('GET', String(id))
    const response = await fetch(String(json['url']), { headers: { authorization: 'Bearer a-token-of-the-tests' } })
    return Buffer.from(await response.arrayBuffer())
  }
  expect((await bytesOf(image?.image?.id)).subarray(1, 4).toString()).toBe('PNG')
  const ogg = await bytesOf(audio?.audio?.id)
  expect([ogg.toString('latin1', 0, 4), ogg.toString('latin1', 28, 36)]).toEqual(['OggS', 'OpusHead'])
})

test('a customer presses a button, chooses a row and answers a template', async () => {
  await using scene = await withRobin()
  const { business, write } = scene
  await write({ type: 'text', text: 'Hello' })
  const send = async (type: string, content: unknown) => {
    const { wamid } = await business.send(robin, { type, [type]: content })
    await business.simulator.settled()
    return wamid
  }
  const reply = { type: 'reply', reply: { id: 'yes', title: 'Yes please' } }
  const buttons = await send('interactive', {
    type: 'button',
    body: { text: 'Want it?' },
    action: { buttons: [reply] },
  })
  const rows = [{ id: 'slot9', title: '9:00', description: 'Tuesday' }]
  const list = await send('interactive', {
    ...{ type: 'list', body: { text: 'When?' } },
    action: { button: 'Choose', sections: [{ title: 'Free', rows }] },
  })
  const parameters = ['first_name', 'day', 'time'].map((name) => ({ type: 'text', text: name, parameter_name: name }))
  const components = [
    { type: 'body', parameters },
    { type: 'button', sub_type: 'quick_reply', index: '0', parameters: [{ type: 'payload', payload: 'CONFIRM_7' }] },
  ]
  const template = await send('template', { name: 'appointment_reminder', language: { code: 'en' }, components })
  const onScreen = () =>
    business.simulator
      .phone(robin)
      .screen()
      .messages.map(({ content }) => content)
  expect(onScreen().slice(1)).toMatchObject([
    { type: 'card', body: 'Want it?', buttons: [{ kind: 'reply', key: 'yes', title: 'Yes please' }], list: null },
    { type: 'card', buttons: [], list: { button: 'Choose', sections: [{ title: 'Free', rows }] } },
    { type: 'card', body: 'Dear first_name, we expect you on day at time.', buttons: [{ key: 'Confirm' }, {}] },
  ])
  await write({ type: 'button', messageId: buttons, button: 'Yes please' })
  await write({ type: 'list', messageId: list, row: 'slot9' })
  await write({ type: 'button', messageId: template, button: 'Confirm' })
  expect(business.inbound().slice(1)).toMatchObject([
    {
      type: 'interactive',
      interactive: { button_reply: { id: 'yes', title: 'Yes please' } },
      context: { id: buttons },
    },
    { type: 'interactive', interactive: { list_reply: rows[0] }, context: { id: list, from: '15550100100' } },
    { type: 'button', button: { payload: 'CONFIRM_7', text: 'Confirm' }, context: { id: template } },
  ])
  const { json } = await phoneApi(business, 'GET', `/customers/${robin}/conversations/${numberId}`)
  expect(json['messages']).toContainEqual(
    expect.objectContaining({
      id: template,
      content: expect.objectContaining({ body: 'Dear first_name, we expect you on day at time.' }),
    }),
  )
  const wrong = await phoneApi(business, 'POST', `/customers/${robin}/messages`, {
    type: 'button',
    messageId: buttons,
    button: 'No',
  })
  expect(wrong).toMatchObject({ status: 422, json: { detail: 'The message has no button "No".' } })
})

test('reactions go both ways', async () => {
  await using scene = await withRobin()
  const { business, write } = scene
  const mine = await write({ type: 'text', text: 'Hello' })
  await business.send(robin, { type: 'reaction', reaction: { message_id: mine, emoji: '👍' } })
  await business.simulator.settled()
  const view = business.simulator.phone(robin).conversation() as { messages: Json[] } // a conversation
  expect(view.messages).toMatchObject([{ id: mine, reaction: '👍' }])
  const { wamid } = await business.send(robin)
  await business.simulator.settled()
  await write({ type: 'reaction', messageId: wamid, emoji: '❤️' })
  await write({ type: 'reaction', messageId: wamid, emoji: null })
  expect(business.inbound().slice(1)).toMatchObject([
    { reaction: { message_id: wamid, emoji: '❤️' } },
    { reaction: { message_id: wamid } },
  ])
  expect(business.inbound().at(-1)?.['reaction']).not.toHaveProperty('emoji')
})

test('a phone that is off gets nothing until it receives; one that does not read by itself reads when told', async () => {
  await using scene = await withRobin()
  const { business, write } = scene
  await write({ type: 'text', text: 'Hello' })
  await phoneApi(business, 'PATCH', `/customers/${robin}`, { receives: false, reads: false })
  const { wamid } = await business.send(robin)
  await business.simulator.settled()
  expect(business.statusesOf(wamid)).toEqual(['sent'])
  expect((business.simulator.phone(robin).conversation() as { messages: Json[] }).messages).toHaveLength(1) // a conversation
  expect((await phoneApi(business, 'POST', `/customers/${robin}/receive`)).json).toEqual({ changed: 1 })
  await business.simulator.settled()
  expect(business.statusesOf(wamid)).toEqual(['sent', 'delivered'])
  expect((await phoneApi(business, 'POST', `/customers/${robin}/read`, { messageId: wamid })).json).toEqual({
    changed: 1,
  })
  await business.simulator.settled()
  expect(business.statusesOf(wamid)).toEqual(['sent', 'delivered', 'read'])
})

test('what is written while the phone is off leaves when it is on, and what waited for it arrives', async () => {
  await using scene = await withRobin()
  const { business, write } = scene
  await write({ type: 'text', text: 'Hello' })
  const phone = business.simulator.phone(robin)
  phone.change({ receives: false })
  const { wamid } = await business.send(robin)
  await write({ type: 'text', text: 'In a tunnel' })
  expect(business.inbound()).toHaveLength(1)
  expect(business.statusesOf(wamid)).toEqual(['sent'])
  expect(phone.screen()).toMatchObject({ underWay: 1, messages: [{ state: 'delivered' }, { state: 'waiting' }] })
  phone.change({ receives: true })
  await business.simulator.settled()
  expect(business.inbound().at(-1)).toMatchObject({ text: { body: 'In a tunnel' } })
  expect(business.statusesOf(wamid)).toEqual(['sent', 'delivered', 'read'])
})

test('who blocks the business gets nothing, of which it is told no reason, and cannot write', async () => {
  await using scene = await withRobin()
  const { business, write } = scene
  await write({ type: 'text', text: 'Hello' })
  const phone = business.simulator.phone(robin)
  phone.change({ blocksBusiness: true })
  const lost = await business.send(robin)
  await business.simulator.settled()
  await expect(phone.write({ type: 'text', text: 'Still there?' })).rejects.toThrow('Unblock it first')
  phone.change({ blocksBusiness: false })
  const seen = await business.send(robin)
  await business.simulator.settled()
  expect(business.statusesOf(lost.wamid)).toEqual(['sent'])
  expect(business.statusesOf(seen.wamid)).toEqual(['sent', 'delivered', 'read'])
  expect(phone.screen()).toMatchObject({ underWay: 0, messages: [{}, { id: seen.wamid }] })
})

test('a wish about marketing is told to the business, once', async () => {
  await using scene = await withRobin()
  const { business, write } = scene
  await write({ type: 'text', text: 'Hello' })
  for (const wantsMarketing of [false, false, true]) business.simulator.phone(robin).change({ wantsMarketing })
  await business.simulator.settled()
  expect(business.values('user_preferences')).toMatchObject(
    ['stop', 'resume'].map((value) => ({
      user_preferences: [{ wa_id: robin, category: 'marketing_messages', value }],
    })),
  )
  const items = business.bodies.flatMap((body) => cloudApiReader.readWebhook(body, Date.now()).items)
  expect(items.filter(({ kind }) => kind === 'preference')).toHaveLength(2)
})

test('files of the phone, cards, orders and what WhatsApp does not pass on come as our reader understands them', async () => {
  await using scene = await withRobin()
  const { business, write } = scene
  const put = async (mimeType: string, filename?: string) =>
    business.simulator.files.put({ mimeType, filename, bytes: Readable.from([Buffer.from('its bytes')]) })
  await write({ type: 'image', file: await put('image/jpeg'), caption: 'Here' })
  await write({ type: 'video', file: await put('video/mp4') })
  await write({ type: 'audio', file: await put('audio/mpeg') })
  await write({ type: 'voice', file: await put('audio/ogg; codecs=opus') })
  await write({ type: 'document', file: await put('application/pdf', 'bill.pdf') })
  await write({ type: 'sticker', file: await put('image/webp') })
  await write({
    type: 'contacts',
    contacts: [{ name: 'Ines Roth', phone: '+44 7700 900124', email: 'ines@example.com' }],
  })
  await write({ type: 'order', items: [{ product: 'blue-one', quantity: 2, price: 9.5, currency: 'EUR' }] })
  await write({ type: 'unsupported', what: 'poll' })
  const items = business.bodies.flatMap((body) => cloudApiReader.readWebhook(body, Date.now()).items)
  expect(items.map((item) => item.kind === 'message' && item.content)).toMatchObject([
    { type: 'image', caption: 'Here' },
    { type: 'video' },
    { type: 'audio', voice: false },
    { type: 'audio', voice: true },
    { type: 'document', filename: 'bill.pdf' },
    { type: 'sticker' },
    { type: 'contacts', contacts: [{ name: 'Ines Roth', phones: [{ waId: '447700900124' }] }] },
    { type: 'order', items: [{ productRetailerId: 'blue-one', quantity: 2 }] },
    { type: 'unsupported', originalType: 'poll' },
  ])
  const phone = business.simulator.phone(robin)
  expect(phone.screen().messages[4]?.content).toMatchObject({ type: 'document', file: { name: 'bill.pdf', size: 9 } })
  const asPicture = phone.write({ type: 'image', file: await put('image/tiff') })
  await expect(asPicture).rejects.toThrow('WhatsApp sends no image/tiff as image. Send it as a document.')
})

test('who last wrote 25 hours ago is out of the window from the start', async () => {
  await using scene = await withRobin()
  const { business, write } = scene
  await write({ type: 'text', text: 'Hello', agoSeconds: 25 * 3_600 })
  const seconds = Number(business.inbound()[0]?.['timestamp'])
  expect(Date.now() / 1_000 - seconds).toBeGreaterThan(25 * 3_600 - 60)
  expect(business.simulator.phone(robin).screen().windowClosesAt).toBeNull()
  const { wamid } = await business.send(robin)
  await business.simulator.settled()
  expect(business.statusesOf(wamid)).toEqual(['failed'])
})

test('the business marks as read and types; the customer sees both, typing for 25 s', async () => {
  await using scene = await withRobin()
  const { business, write } = scene
  const mine = await write({ type: 'text', text: 'Hello' })
  const read = { messaging_product: 'whatsapp', status: 'read', message_id: mine, typing_indicator: { type: 'text' } }
  expect((await business.ask('POST', `${numberId}/messages`, read)).json).toEqual({ success: true })
  const view = () => business.simulator.phone(robin).conversation()
  expect(view()).toMatchObject({
    businessTypes: true,
    windowOpen: true,
    messages: [{ id: mine, readByBusiness: true }],
  })
  business.simulator.clock.advance(26_000)
  expect(view()).toMatchObject({ businessTypes: false })
  const wrong = await business.ask('POST', `${numberId}/messages`, { ...read, message_id: 'wamid.none' })
  expect(wrong.json).toMatchObject({ error: { code: 131009 } })
})

test('the window closes 24 hours after the last message, and an edit can be made for 15 minutes', async () => {
  await using scene = await withRobin()
  const { business, write } = scene
  const mine = await write({ type: 'text', text: 'Hello' })
  await phoneApi(business, 'POST', '/clock', { advanceSeconds: 23 * 3_600 })
  const inTime = await business.send(robin)
  const edit = await phoneApi(business, 'POST', `/customers/${robin}/messages`, {
    type: 'edit',
    messageId: mine,
    text: 'Hi',
  })
  expect(edit).toMatchObject({ status: 422, json: { detail: 'A message can be edited for 15 minutes.' } })
  await phoneApi(business, 'POST', '/clock', { advanceSeconds: 3_601 })
  const late = await business.send(robin)
  await business.simulator.settled()
  expect(business.statusesOf(inTime.wamid)).toContain('delivered')
  expect(business.statusesOf(late.wamid)).toEqual(['failed'])
})

test('who hides the phone is known by the user id only, in messages and in statuses', async () => {
  await using scene = await withRobin()
  const { business, write } = scene
  await phoneApi(business, 'PATCH', `/customers/${robin}`, { hidesPhone: true })
  await write({ type: 'text', text: 'Hello' })
  const { userId } = business.simulator.phone(robin)
  expect(business.inbound()[0]).toMatchObject({ from_user_id: userId })
  expect(business.inbound()[0]).not.toHaveProperty('from')
  const body = { messaging_product: 'whatsapp', recipient: userId, type: 'text', text: { body: 'Hello' } }
  await business.ask('POST', `${numberId}/messages`, body)
  await business.simulator.settled()
  expect(business.statuses()[0]).toMatchObject({ recipient_user_id: userId, status: 'sent' })
  expect(business.statuses()[0]).not.toHaveProperty('recipient_id')
})

test('after a click on an ad messages are free for 72 hours, and only they have a conversation', async () => {
  await using scene = await withRobin()
  const { business, write } = scene
  await write({ type: 'text', text: 'I saw your ad', advert: { id: '120', url: 'https://ad.example.com/' } })
  await business.send(robin)
  await business.simulator.settled()
  expect(business.inbound()[0]).toMatchObject({ referral: { source_type: 'ad', source_id: '120' } })
  expect(business.statuses()[0]).toMatchObject({
    pricing: { billable: false, type: 'free_entry_point', category: 'referral_conversion' },
    conversation: { origin: { type: 'referral_conversion' } },
  })
})

test('who wants no marketing gets none: 131050', async () => {
  await using scene = await withRobin()
  const { business } = scene
  await phoneApi(business, 'PATCH', `/customers/${robin}`, { wantsMarketing: false })
  const image = { type: 'image', image: { link: 'https://shop.example.com/a.jpg' } }
  const components = [
    { type: 'header', parameters: [image] },
    { type: 'body', parameters: ['you', '20 %'].map((text) => ({ type: 'text', text })) },
  ]
  const template = { name: 'seasonal_offer', language: { code: 'en_US' }, components }
  const { wamid } = await business.send(robin, { type: 'template', template })
  await business.simulator.settled()
  expect(business.statuses().find(({ id }) => id === wamid)).toMatchObject({ errors: [{ code: 131050 }] })
})

test('the table of magic recipients, the faults and an overview can be asked for', async () => {
  await using business = await startSimulatedBusiness()
  const { json: table } = await phoneApi(business, 'GET', '/magic-recipients')
  expect(table['data']).toContainEqual(
    expect.objectContaining({ phone: '+1 555 010 0120', userId: expect.stringMatching(/^US\./) }),
  )
  await phoneApi(business, 'PATCH', '/faults', { cutAfterAccepting: { next: 2 } })
  expect((await phoneApi(business, 'GET', '/faults')).json).toEqual({ cutAfterAccepting: { next: 2 } })
  expect((await phoneApi(business, 'DELETE', '/faults')).json).toEqual({})
  await business.send(robin)
  expect((await phoneApi(business, 'GET', '/')).json).toMatchObject({ accepted: 1, numbers: [{ id: numberId }] })
})

test.each([
  ['POST', '/customers', { phone: 'Robin' }, 422],
  ['POST', '/customers', {}, 422],
  ['POST', '/customers', { userId: 'nope' }, 422],
  ['GET', '/customers/447700900999', undefined, 404],
  ['POST', `/customers/${robin}/messages`, { type: 'poll' }, 400],
  ['POST', `/customers/${robin}/messages`, { type: 'text', text: '' }, 400],
  ['POST', `/customers/${robin}/messages`, { type: 'delete', messageId: 'wamid.none' }, 404],
  ['POST', `/customers/${robin}/messages`, { type: 'text', text: 'x', to: '999' }, 404],
  ['POST', '/clock', { advanceSeconds: -1 }, 400],
  ['POST', '/templates/1', { status: 'APPROVED' }, 404],
])('%s %s with %j is refused with %i and a sentence', async (method, path, body, status) => {
  await using scene = await withRobin()
  const answer = await phoneApi(scene.business, method, path, body)
  expect(answer).toMatchObject({ status, json: { detail: expect.stringMatching(/\w+ \w+/) } })
})

test('another site cannot reach the phones by a name that points here', async () => {
  await using business = await startSimulatedBusiness()
  const status = await new Promise((resolve, reject) => {
    const { port } = new URL(business.simulator.url)
    const asked = request({
      host: '127.0.0.1',
      port,
      path: '/simulator/customers',
      headers: { host: 'evil.example.com' },
    })
    asked.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject)
    asked.end()
  })
  expect(status).toBe(403)
})

test('it refuses to listen where others could reach it', async () => {
  await expect(startSimulatedBusiness({ host: '0.0.0.0' })).rejects.toThrow('loopback only')
})

test('beside a server it takes its port, or a free one where that is taken', async () => {
  await using first = await startLocalSimulator({ appSecret: 'x' })
  const port = Number(new URL(first.url).port)
  await using second = await startLocalSimulator({ appSecret: 'x', port, phoneNumberId: '42' })
  expect(second.url).not.toBe(first.url)
  const headers = { authorization: `Bearer ${localAccessToken}` }
  expect((await fetch(`${second.url}/v26.0/42`, { headers })).status).toBe(200)
})
