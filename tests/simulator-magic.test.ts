import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { errorCatalogue } from '../packages/server/src/simulator/error-catalogue.ts'
import { type MagicRecipient, magicRecipients } from '../packages/server/src/simulator/magic-recipients.ts'
import { type SimulatedBusiness, startSimulatedBusiness } from './support/simulated-business.ts'

let business: SimulatedBusiness
beforeAll(async () => {
  business = await startSimulatedBusiness({ serviceWindow: false, speed: 1_000 })
})
afterAll(() => business[Symbol.asyncDispose]())

const withFate = <Kind extends MagicRecipient['fate']['kind']>(kind: Kind) =>
  magicRecipients.filter((magic) => magic.fate.kind === kind) as (MagicRecipient & {
    fate: Extract<MagicRecipient['fate'], { kind: Kind }>
  })[] // the filter just looked

test('somebody ordinary gets and reads it', async () => {
  const { wamid, status } = await business.send('15550100142')
  expect(status).toBe(200)
  await business.simulator.settled()
  expect(business.statusesOf(wamid)).toEqual(['sent', 'delivered', 'read'])
})

test.each(withFate('arrives'))('$phone: $what', async ({ phone, fate }) => {
  const { wamid } = await business.send(phone)
  await business.simulator.settled()
  const all = ['accepted', 'sent', 'delivered']
  expect(business.statusesOf(wamid)).toEqual(all.slice(1, all.indexOf(fate.upTo) + 1))
})

test('a slow recipient takes 30 s longer for every status', async () => {
  await using slow = await startSimulatedBusiness({ serviceWindow: false })
  const { wamid } = await slow.send('+1 555 010 0113')
  await expect.poll(() => slow.simulator.clock.waiting).toBe(1)
  slow.simulator.clock.advance(29_000)
  expect(slow.simulator.clock.waiting).toBe(1)
  slow.simulator.clock.advance(1_000)
  await expect.poll(() => slow.statusesOf(wamid)).toEqual(['sent'])
})

test.each(withFate('fails'))('$phone: $what', async ({ phone, fate }) => {
  const { wamid, status } = await business.send(phone)
  expect(status).toBe(200)
  await business.simulator.settled()
  const [told, ...more] = business.statuses().filter(({ id }) => id === wamid)
  expect(more).toEqual([])
  expect(told).toMatchObject({ status: 'failed', errors: [{ code: fate.code }] })
  expect(told).not.toHaveProperty('pricing')
})

test.each(withFate('refused'))('$phone: $what', async ({ phone, waId, fate }) => {
  const send = (callbackData: string) =>
    business.send(phone, { type: 'text', text: { body: 'Hello' }, biz_opaque_callback_data: callbackData })
  const first = await send(`${waId} a`)
  expect(first).toMatchObject({ status: errorCatalogue.get(fate.code)?.httpStatus, code: fate.code })
  expect(first.json).toMatchObject({ error: { error_data: { messaging_product: 'whatsapp' }, type: 'OAuthException' } })
  expect((await send(`${waId} b`)).code).toBe(fate.code)
  expect((await send(`${waId} a`)).code).toBe(fate.times === 'first' ? 0 : fate.code)
  expect(business.simulator.ledger.wamidsOf(`${waId} a`)).toHaveLength(fate.times === 'first' ? 1 : 0)
})

const rough = [...withFate('cut'), ...withFate('gateway')]
test.each(rough)('$phone: $what', async ({ phone, waId, fate }) => {
  const attempt = () =>
    fetch(`${business.simulator.url}/v23.0/15550100100001/messages`, {
      method: 'POST',
      headers: { authorization: 'Bearer a-token-of-the-tests', 'content-type': 'application/json' },
      body: JSON.stringify({
        messaging_product: 'whatsapp',
        to: phone,
        text: { body: 'Hello' },
        biz_opaque_callback_data: waId,
      }),
    })
  if (fate.kind === 'cut') await expect(attempt()).rejects.toThrow()
  else {
    const response = await attempt()
    expect(response.status).toBe(502)
    expect(await response.text()).toContain('<html>')
  }
  expect(business.simulator.ledger.wamidsOf(waId)).toHaveLength(fate.accepted ? 1 : 0)
  if (!fate.accepted) expect((await attempt()).status).toBe(200)
  await business.simulator.settled()
  const [wamid = ''] = business.simulator.ledger.wamidsOf(waId)
  expect(business.statusesOf(wamid)).toEqual(['sent', 'delivered', 'read'])
})

test('+1 555 010 0152: accepted, and no answer ever comes', async () => {
  const body = { messaging_product: 'whatsapp', to: '15550100152', text: { body: 'Hello' } }
  const asked = fetch(`${business.simulator.url}/v23.0/15550100100001/messages`, {
    method: 'POST',
    headers: { authorization: 'Bearer a-token-of-the-tests', 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(300),
  })
  await expect(asked).rejects.toThrow('timeout')
  expect(business.simulator.ledger.acceptedFor('15550100152')).toHaveLength(1)
})

test('+1 555 010 0153: the status "sent" overtakes the answer', async () => {
  const before = business.statuses().length
  const { wamid } = await business.send('15550100153')
  expect(business.statuses().slice(before)).toMatchObject([{ id: wamid, status: 'sent' }])
  await business.simulator.settled()
  expect(business.statusesOf(wamid)).toEqual(['sent', 'delivered', 'read'])
})

test('+1 555 010 0154: every status comes twice', async () => {
  const { wamid } = await business.send('15550100154')
  await business.simulator.settled()
  expect(business.statusesOf(wamid)).toEqual(['sent', 'sent', 'delivered', 'delivered', 'read', 'read'])
})

test('+1 555 010 0155: the statuses come in the opposite order', async () => {
  const { wamid } = await business.send('15550100155')
  await business.simulator.settled()
  expect(business.statusesOf(wamid)).toEqual(['read', 'delivered', 'sent'])
})

test.each(withFate('held'))('$phone: $what', async ({ phone, fate }) => {
  const { json, wamid } = await business.send(phone)
  expect(json).toMatchObject({ messages: [{ message_status: fate.word }] })
  await business.simulator.settled()
  expect(business.statusesOf(wamid)).toEqual(['sent', 'delivered', 'read'])
})

test('+1 555 010 0114: reads it and answers', async () => {
  const { wamid } = await business.send('15550100114')
  await business.simulator.settled()
  const answer = business.inbound().find(({ context }) => (context as { id?: string } | undefined)?.id === wamid)
  expect(answer).toMatchObject({ from: '15550100114', type: 'text', text: { body: 'Got your text.' } })
})

test('every magic recipient stands in docs/simulator.md, with what happens', () => {
  const documented = readFileSync(path.join(import.meta.dirname, '../docs/simulator.md'), 'utf8')
  for (const { phone, what } of magicRecipients) expect(documented).toContain(`| \`${phone}\` | ${what} |`)
})
