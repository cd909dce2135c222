import { expect, test } from 'vitest'
import { type Json, numberId, type SimulatedBusiness, startSimulatedBusiness } from './support/simulated-business.ts'

const text = (callbackData?: string): Json => ({
  type: 'text',
  text: { body: 'Hello' },
  ...(callbackData !== undefined && { biz_opaque_callback_data: callbackData }),
})

/** Sends at most so many at once; what is cut off counts as without an answer. */
async function sendMany(business: SimulatedBusiness, count: number, atOnce = 20): Promise<string[]> {
  const wamids: string[] = []
  let next = 0
  const worker = async () => {
    for (let mine = next++; mine < count; mine = next++) {
      const sent = await business
        .send(`4477009${String(mine).padStart(5, '0')}`, text(`job-${mine}`))
        .catch(() => undefined)
      if (sent?.status === 200) wamids.push(sent.wamid)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return wamids
}

test('the next 429 and 500 hit sends, accept nothing, and then all is well', async () => {
  await using business = await startSimulatedBusiness()
  business.simulator.faults.set({ tooManyRequests: { next: 1 }, serverError: { next: 1 } })
  expect(await business.send('447700900001')).toMatchObject({ status: 429, code: 130429 })
  expect(await business.send('447700900001')).toMatchObject({
    status: 500,
    code: 131000,
    json: { error: { is_transient: true } },
  })
  expect(await business.ask('GET', numberId)).toMatchObject({ status: 200 })
  expect(business.simulator.ledger.accepted).toBe(0)
  expect(await business.send('447700900001')).toMatchObject({ status: 200 })
})

test('"everywhere" lets other requests fail too', async () => {
  await using business = await startSimulatedBusiness()
  business.simulator.faults.set({ serverError: 1, everywhere: true })
  expect(await business.ask('GET', numberId)).toMatchObject({ status: 500 })
})

test('latency comes before the answer', async () => {
  await using business = await startSimulatedBusiness()
  business.simulator.faults.set({ latencyMilliseconds: 80 })
  const start = performance.now()
  await business.send('447700900001')
  expect(performance.now() - start).toBeGreaterThanOrEqual(79)
})

test.each([
  ['cutBeforeAccepting', 0],
  ['cutAfterAccepting', 1],
] as const)('%s: no answer, and %i accepted', async (fault, accepted) => {
  await using business = await startSimulatedBusiness({ serviceWindow: false })
  business.simulator.faults.set({ [fault]: { next: 1 } })
  await expect(business.send('447700900001', text('job-1'))).rejects.toThrow()
  expect(business.simulator.ledger.wamidsOf('job-1')).toHaveLength(accepted)
  await business.simulator.settled()
  expect(business.statuses().filter((status) => status['biz_opaque_callback_data'] === 'job-1')).toHaveLength(
    accepted * 3,
  )
})

test.each([
  ['badGateway', 0],
  ['badGatewayAfterAccepting', 1],
] as const)('%s: HTTP 502 without a word of Meta, and %i accepted', async (fault, accepted) => {
  await using business = await startSimulatedBusiness()
  business.simulator.faults.set({ [fault]: 1 })
  const response = await fetch(`${business.simulator.url}/v23.0/${numberId}/messages`, {
    method: 'POST',
    headers: { authorization: 'Bearer a-token-of-the-tests', 'content-type': 'application/json' },
    body: JSON.stringify({ messaging_product: 'whatsapp', to: '447700900001', ...text('job-1') }),
  })
  expect(response.status).toBe(502)
  expect(await response.text()).not.toContain('error')
  expect(business.simulator.ledger.wamidsOf('job-1')).toHaveLength(accepted)
})

test('silentAfterAccepting: accepted, and the connection says nothing', async () => {
  await using business = await startSimulatedBusiness()
  business.simulator.faults.set({ silentAfterAccepting: { next: 1 } })
  const asked = fetch(`${business.simulator.url}/v23.0/${numberId}/messages`, {
    method: 'POST',
    headers: { authorization: 'Bearer a-token-of-the-tests', 'content-type': 'application/json' },
    body: JSON.stringify({ messaging_product: 'whatsapp', to: '447700900001', ...text('job-1') }),
    signal: AbortSignal.timeout(200),
  })
  await expect(asked).rejects.toThrow('timeout')
  expect(business.simulator.ledger.wamidsOf('job-1')).toHaveLength(1)
})

test('in an outage nothing arrives; afterwards everything does, after growing waits', async () => {
  await using business = await startSimulatedBusiness({
    serviceWindow: false,
    webhooks: { retries: [40, 80, 160, 320, 640] },
  })
  business.simulator.faults.set({ webhookOutage: true })
  const { wamid } = await business.send('447700900001')
  await expect.poll(() => business.simulator.webhooks.failed).toBeGreaterThanOrEqual(2)
  expect(business.attempts).toEqual([])
  const history = await business.ask('GET', `${numberId}/message_history?message_id=${wamid}`)
  expect(history.json).toMatchObject({
    data: [{ message_id: wamid, events: { data: [{ webhook_update_state: 'RETRYING' }, {}, {}] } }],
  })
  business.simulator.faults.reset()
  await business.simulator.settled()
  expect(business.statusesOf(wamid)).toEqual(['sent', 'delivered', 'read'])
})

test('a receiver that answers 503 gets the same bytes again, until it answers 200', async () => {
  await using business = await startSimulatedBusiness({
    serviceWindow: false,
    webhooks: { retries: [20, 20, 20, 20, 20, 20, 20] },
  })
  business.answerWith(503)
  const { wamid } = await business.send('447700900001')
  await expect.poll(() => business.attempts.length).toBeGreaterThanOrEqual(3)
  business.answerWith(200)
  await business.simulator.settled()
  expect(new Set(business.attempts).size).toBe(1)
  expect(business.statusesOf(wamid)).toEqual(['sent', 'delivered', 'read'])
})

test('after the last repetition a webhook is given up, and the history says so', async () => {
  await using business = await startSimulatedBusiness({ serviceWindow: false, webhooks: { retries: [5, 5] } })
  business.answerWith(500)
  const { wamid } = await business.send('447700900001')
  await business.simulator.settled()
  expect(business.attempts).toHaveLength(3)
  expect(business.simulator.webhooks).toMatchObject({ failed: 3, waiting: 0, dropped: 3 })
  const { json } = await business.ask('GET', `${numberId}/message_history?message_id=${wamid}`)
  expect(json).toMatchObject({ data: [{ events: { data: [{ webhook_update_state: 'FAILED' }, {}, {}] } }] })
})

test('duplicated webhooks bring every status at least once, and some POST twice', async () => {
  await using business = await startSimulatedBusiness({ serviceWindow: false })
  business.simulator.faults.set({ duplicateWebhooks: 0.5 })
  const wamids = await sendMany(business, 60)
  await business.simulator.settled()
  for (const wamid of wamids)
    expect(new Set(business.statusesOf(wamid))).toEqual(new Set(['sent', 'delivered', 'read']))
  expect(business.statuses().length).toBeGreaterThan(wamids.length * 3)
  expect(new Set(business.attempts).size).toBeLessThan(business.attempts.length)
})

test('shuffled webhooks lose their order, and none is lost', async () => {
  await using business = await startSimulatedBusiness({ serviceWindow: false })
  business.simulator.faults.set({ shuffleWebhooks: true })
  const wamids = await sendMany(business, 60)
  await business.simulator.settled()
  const orders = wamids.map((wamid) => business.statusesOf(wamid))
  for (const order of orders) expect(order.toSorted()).toEqual(['delivered', 'read', 'sent'])
  expect(orders.some((order) => order.join() !== 'sent,delivered,read')).toBe(true)
})

test('without faults the statuses of a message keep their order under load, several in one POST', async () => {
  await using business = await startSimulatedBusiness({ serviceWindow: false })
  const wamids = await sendMany(business, 70)
  await business.simulator.settled()
  expect(wamids).toHaveLength(70)
  for (const wamid of wamids) expect(business.statusesOf(wamid)).toEqual(['sent', 'delivered', 'read'])
  expect(business.bodies.length).toBeLessThan(210)
})

test('of 600 sends of which connections are cut, each is accepted at most once, as the ledger shows', async () => {
  await using business = await startSimulatedBusiness({
    serviceWindow: false,
    phoneNumbers: [
      { id: numberId, displayPhoneNumber: '+1 555-010-0100', businessAccountId: '1', messagesPerSecond: 1_000 },
    ],
  })
  business.simulator.faults.set({ cutAfterAccepting: 0.05, tooManyRequests: 0.05, serverError: 0.05 })
  const answered = await sendMany(business, 600)
  const { ledger, faults } = business.simulator
  expect(ledger.doubled()).toEqual([])
  expect(ledger.accepted).toBe(answered.length + (faults.struck.cutAfterAccepting ?? 0))
  expect(faults.struck).toMatchObject({ cutAfterAccepting: expect.any(Number), serverError: expect.any(Number) })
})

test('the same seed gives the same ids', async () => {
  const ids = []
  for (const seed of ['one', 'one', 'two']) {
    await using business = await startSimulatedBusiness({ seed })
    ids.push((await business.send('447700900001')).wamid)
  }
  expect(ids[0]).toBe(ids[1])
  expect(ids[2]).not.toBe(ids[0])
})

test('settings that are none are refused with a sentence', async () => {
  await using business = await startSimulatedBusiness()
  const response = await fetch(`${business.simulator.url}/simulator/faults`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ cutAfterAccepting: 2, colour: 'red' }),
  })
  expect(response.status).toBe(400)
  expect(((await response.json()) as { detail: string }).detail).toMatch(/colour/) // a problem document
})
