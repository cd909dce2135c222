import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { TransportError } from '../transports/transport-error.ts'
import {
  addCustomer,
  addCustomers,
  complaints,
  dispatch,
  eventsOf,
  makeDesk,
  queueMany,
  send,
  slowDatabase,
  stateOf,
} from './outbox.case.ts'
import { secondMilliseconds } from './pace.ts'
import { scriptedTransport } from './scripted-transport.case.ts'

/** A busy machine may need it; what never comes fails all the same. */
const patience = { timeout: 60_000 }

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const refused = (providerCode: number, more: object = {}) =>
  new TransportError({ outcome: 'not-sent', retryable: false, providerCode, sentence: 'no', ...more })

test('what is queued is sent once, to whom it is for, and gets the name that the provider gave it', async () => {
  const desk = await makeDesk(database)
  const transport = scriptedTransport()
  await using dispatcher = dispatch(database, transport)
  const { sends } = await send(database, desk)
  dispatcher.poke()
  await dispatcher.drain()
  const id = sends[0]?.id
  expect(await stateOf(database, id)).toMatchObject({
    state: 'accepted',
    wamid: `wamid.${id}`,
    message_wamid: `wamid.${id}`,
    attempts: 1,
  })
  expect(transport.sent.map(({ message }) => message)).toMatchObject([
    {
      content: { type: 'text', text: 'hi there' },
      callbackData: `sb:${id}`,
      to: { phone: expect.stringMatching(/^\+49/) },
    },
  ])
  expect(await eventsOf(database, id)).toEqual(['message.queued', 'message.sending', 'message.accepted'])
})

test('what the provider refuses for good is failed, with its code, and is not tried again', async () => {
  const desk = await makeDesk(database)
  const transport = scriptedTransport(() => Promise.reject(refused(131_026)))
  await using dispatcher = dispatch(database, transport)
  const { sends } = await send(database, desk)
  await dispatcher.drain()
  expect(await stateOf(database, sends[0]?.id)).toMatchObject({
    state: 'failed',
    status: 'failed',
    error: { code: 'provider', providerCode: 131_026 },
  })
  expect(transport.sent).toHaveLength(1)
  expect(await eventsOf(database, sends[0]?.id)).toEqual(['message.queued', 'message.sending', 'message.failed'])
})

test('what surely was not sent and may succeed later is tried again', async () => {
  const desk = await makeDesk(database)
  const transport = scriptedTransport((_, id, count) =>
    count === 1 ? Promise.reject(refused(500, { retryable: true })) : { wamid: `wamid.${id}` },
  )
  await using dispatcher = dispatch(database, transport)
  const { sends } = await send(database, desk)
  dispatcher.poke()
  await vi.waitFor(
    async () => expect(await stateOf(database, sends[0]?.id)).toMatchObject({ state: 'accepted', attempts: 2 }),
    patience,
  )
  expect(transport.sent).toHaveLength(2)
})

test('a lost answer makes it unknown, which is not tried again', async () => {
  const desk = await makeDesk(database)
  const transport = scriptedTransport(() =>
    Promise.reject(new TransportError({ outcome: 'unknown', retryable: true, sentence: 'The connection was cut.' })),
  )
  await using dispatcher = dispatch(database, transport)
  const { sends } = await send(database, desk)
  await dispatcher.drain()
  await dispatcher.drain()
  expect(await stateOf(database, sends[0]?.id)).toMatchObject({ state: 'unknown', wamid: null })
  expect(transport.sent).toHaveLength(1)
})

test('an error that is no TransportError makes it unknown', async () => {
  const desk = await makeDesk(database)
  await using dispatcher = dispatch(
    database,
    scriptedTransport(() => Promise.reject(new Error('a bug'))),
  )
  const { sends } = await send(database, desk)
  await dispatcher.drain()
  expect(await stateOf(database, sends[0]?.id)).toMatchObject({ state: 'unknown' })
  expect(complaints.splice(0)).toMatchObject([{ message: 'a transport failed unexpectedly' }])
})

test('a provider that never answers makes it unknown when the time is up', async () => {
  const desk = await makeDesk(database)
  await using dispatcher = dispatch(
    database,
    scriptedTransport(() => new Promise(() => {})),
    { sendMilliseconds: 50 },
  )
  const { sends } = await send(database, desk)
  await dispatcher.drain()
  expect(await stateOf(database, sends[0]?.id)).toMatchObject({ state: 'unknown' })
})

test('messages to one person leave in the order in which they were queued, one at a time', async () => {
  const desk = await makeDesk(database)
  let inFlight = 0
  let most = 0
  const transport = scriptedTransport(async (_, id) => {
    most = Math.max(most, (inFlight += 1))
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 10))
    inFlight -= 1
    return { wamid: `wamid.${id}` }
  })
  for (let number = 1; number <= 8; number += 1) await send(database, desk, { text: `${number}` })
  await using first = dispatch(database, transport)
  await using second = dispatch(database, transport)
  await Promise.all([first.drain(), second.drain()])
  expect(transport.sent.map(({ message }) => message.content)).toMatchObject(
    Array.from({ length: 8 }, (_, index) => ({ text: `${index + 1}` })),
  )
  expect(most).toBe(1)
})

test('one person gets a burst, then one in a while; others do not wait for that', async () => {
  const desk = await makeDesk(database)
  await database.pool.query('update accounts set pair_burst = 2, pair_seconds = 1 where id = $1', [desk.accountId])
  const other = { ...desk, ...(await addCustomer(database, desk.workspaceId, desk.accountId)) }
  for (let number = 1; number <= 4; number += 1) await send(database, desk, { text: `${number}` })
  await send(database, other, { text: 'other' })
  const transport = scriptedTransport()
  await using dispatcher = dispatch(database, transport)
  const began = performance.now()
  dispatcher.poke()
  await vi.waitFor(() => expect(transport.sent).toHaveLength(5), patience)
  const at = (text: string) =>
    transport.sent.find(({ message }) => 'text' in message.content && message.content.text === text)?.at ?? 0
  expect(at('2') - at('1')).toBeLessThan(600)
  expect(at('other') - at('1')).toBeLessThan(600)
  // From before the first: one that was late to leave does not make the next too early.
  expect(at('3') - began).toBeGreaterThan(950)
  expect(at('4') - began).toBeGreaterThan(1_950)
  await dispatcher.drain()
})

test('a person who got too many (131056) waits alone', async () => {
  const desk = await makeDesk(database)
  await database.pool.query('update accounts set pair_burst = 2, pair_seconds = 0.2 where id = $1', [desk.accountId])
  const transport = scriptedTransport((_, id, count) =>
    count === 1 ? Promise.reject(refused(131_056, { retryable: true, limits: 'pair' })) : { wamid: `wamid.${id}` },
  )
  const { sends } = await send(database, desk)
  await using dispatcher = dispatch(database, transport)
  dispatcher.poke()
  await vi.waitFor(
    async () => expect(await stateOf(database, sends[0]?.id)).toMatchObject({ state: 'accepted' }),
    patience,
  )
  const { rows } = await database.pool.query('select rate from send_pace where account_id = $1', [desk.accountId])
  expect(rows).toEqual([{ rate: null }])
})

test('a number that is too fast (130429) goes slower by what was refused and tries those again', async () => {
  const desk = await makeDesk(database)
  const transport = scriptedTransport((_, id, count) =>
    count <= 3 ? Promise.reject(refused(130_429, { retryable: true, limits: 'number' })) : { wamid: `wamid.${id}` },
  )
  await queueMany(database, desk, await addCustomers(database, desk, 8))
  await using dispatcher = dispatch(database, transport)
  dispatcher.poke()
  await vi.waitFor(async () => {
    const { rows } = await database.pool.query(
      `select count(*) as n from outbox where account_id = $1 and state = 'accepted'`,
      [desk.accountId],
    )
    expect(rows).toEqual([{ n: 8 }])
  }, patience)
  const { rows } = await database.pool.query('select rate from send_pace where account_id = $1', [desk.accountId])
  expect(rows).toEqual([{ rate: 77 }])
})

test('three dispatchers keep the limit of a number in every second, and reach it', async () => {
  const desk = await makeDesk(database)
  await database.pool.query('update accounts set send_rate = 60 where id = $1', [desk.accountId])
  await queueMany(database, desk, await addCustomers(database, desk, 150))
  const transport = scriptedTransport()
  await using one = dispatch(database, transport)
  await using two = dispatch(database, transport)
  await using three = dispatch(database, transport)
  await vi.waitFor(() => expect(transport.sent.length).toBe(150), patience)
  const times = transport.sent.map(({ at }) => at).toSorted((a, b) => a - b)
  // Half a millisecond: what lies between reading the clock and the request.
  for (const [index, at] of times.entries())
    expect((times[index + 60] ?? Number.POSITIVE_INFINITY) - at).toBeGreaterThan(999.5)
  // The first leases are slow (cold caches), and a machine may stand still for a moment, which is not what this is about.
  const gaps = times.slice(61).map((at, index) => at - (times[60 + index] ?? 0))
  const flowing = gaps.filter((gap) => gap < 100)
  const seconds = flowing.reduce((sum, gap) => sum + gap, 0) / 1_000
  expect(flowing.length).toBeGreaterThan(80)
  expect(flowing.length / seconds).toBeGreaterThan((60_000 / secondMilliseconds) * 0.9)
  expect(new Set(transport.sent.map(({ sendId }) => sendId)).size).toBe(150)
  await Promise.all([one.drain(), two.drain(), three.drain()])
})

test('answers go before bulk, and one workspace that floods does not hold up another', async () => {
  const flood = await makeDesk(database)
  await queueMany(database, flood, await addCustomers(database, flood, 2_000), 2)
  const quiet = await makeDesk(database)
  const transport = scriptedTransport()
  await using dispatcher = dispatch(database, transport)
  await vi.waitFor(() => expect(transport.sent.length).toBeGreaterThan(10), patience)
  const ofOther = await send(database, quiet)
  const ofSame = await send(database, flood)
  const before = transport.sent.length
  dispatcher.poke()
  for (const { sends } of [ofOther, ofSame])
    await vi.waitFor(
      async () => expect(await stateOf(database, sends[0]?.id)).toMatchObject({ state: 'accepted' }),
      patience,
    )
  // Only what had its slot already, at most 150 ms of 80 a second, may have left before them.
  const order = transport.sent.map(({ sendId }) => sendId)
  for (const { sends } of [ofOther, ofSame]) expect(order.indexOf(sends[0]?.id ?? '') - before).toBeLessThan(40)
  await dispatcher.stop()
  await database.pool.query(`delete from outbox where state = 'queued'`)
})

test('a database that takes longer than a message may be late still lets messages leave', async () => {
  const desk = await makeDesk(database)
  await queueMany(database, desk, await addCustomers(database, desk, 15))
  const transport = scriptedTransport()
  await using slow = slowDatabase(database, 120)
  await using dispatcher = dispatch(slow, transport)
  await vi.waitFor(() => expect(transport.sent).toHaveLength(15), patience)
  await dispatcher.drain()
})

test('a crowd of one conversation in front does not hide the others of the account', async () => {
  const desk = await makeDesk(database)
  await queueMany(
    database,
    desk,
    Array.from({ length: 600 }, () => desk.conversationId),
  )
  await queueMany(database, desk, await addCustomers(database, desk, 5))
  const transport = scriptedTransport()
  await using dispatcher = dispatch(database, transport)
  await vi.waitFor(async () => {
    const { rows } = await database.pool.query(
      `select count(*) as n from outbox where account_id = $1 and state = 'accepted' and conversation_id <> $2`,
      [desk.accountId, desk.conversationId],
    )
    expect(rows).toEqual([{ n: 5 }])
  }, patience)
  await dispatcher.stop()
  await database.pool.query(`delete from outbox where state = 'queued'`)
})

test('stopping gives back what has not begun and settles what is on its way', async () => {
  const desk = await makeDesk(database)
  await queueMany(database, desk, await addCustomers(database, desk, 40))
  const transport = scriptedTransport(async (_, id) => {
    await new Promise((resolve) => setTimeout(resolve, 50))
    return { wamid: `wamid.${id}` }
  })
  const dispatcher = dispatch(database, transport)
  await vi.waitFor(() => expect(transport.sent.length).toBeGreaterThan(3), patience)
  await dispatcher.stop()
  const { rows } = await database.pool.query<{ state: string; n: number }>(
    `select state, count(*)::int as n from outbox where account_id = $1 group by state`,
    [desk.accountId],
  )
  const count = Object.fromEntries(rows.map(({ state, n }) => [state, n]))
  expect(count).toEqual({ accepted: transport.sent.length, queued: 40 - transport.sent.length })
})

test('stopping does not wait for ever: what has no answer by then is unknown', async () => {
  const desk = await makeDesk(database)
  const { sends } = await send(database, desk)
  const transport = scriptedTransport(() => new Promise(() => {}))
  const dispatcher = dispatch(database, transport, { stopMilliseconds: 50 })
  await vi.waitFor(() => expect(transport.sent).toHaveLength(1), patience)
  await dispatcher.stop()
  expect(await stateOf(database, sends[0]?.id)).toMatchObject({ state: 'unknown' })
})

test('an outcome that can not be written keeps no other one from it', async () => {
  const desk = await makeDesk(database)
  const other = { ...desk, ...(await addCustomer(database, desk.workspaceId, desk.accountId)) }
  const [bad, good] = [await send(database, desk), await send(database, other)]
  // Postgres takes no NUL in text.
  const transport = scriptedTransport((_, id) => ({ wamid: id === bad.sends[0]?.id ? 'wamid.\0' : `wamid.${id}` }))
  await using dispatcher = dispatch(database, transport)
  await dispatcher.drain()
  expect(await stateOf(database, good.sends[0]?.id)).toMatchObject({ state: 'accepted' })
  expect(await stateOf(database, bad.sends[0]?.id)).toMatchObject({ state: 'leased' })
  expect(complaints.splice(0)).toMatchObject([{ message: 'the outcome of a send could not be written' }])
})

test('a paused account keeps its messages until it is active again', async () => {
  const desk = await makeDesk(database)
  const transport = scriptedTransport()
  const { sends } = await send(database, desk)
  await database.pool.query(`update accounts set state = 'paused' where id = $1`, [desk.accountId])
  await using dispatcher = dispatch(database, transport)
  await dispatcher.drain()
  expect(await stateOf(database, sends[0]?.id)).toMatchObject({ state: 'queued' })
  await database.pool.query(`update accounts set state = 'active' where id = $1`, [desk.accountId])
  await dispatcher.drain()
  expect(await stateOf(database, sends[0]?.id)).toMatchObject({ state: 'accepted' })
})

// STOP is told late, by the clock of the provider.
test('what became forbidden while it waited does not leave', async () => {
  const desk = await makeDesk(database)
  const { sends } = await send(database, desk, { purpose: 'notification' })
  await database.pool.query(`update contacts set opted_out_at = now() - interval '1 hour' where id = $1`, [
    desk.contactId,
  ])
  const transport = scriptedTransport()
  await using dispatcher = dispatch(database, transport)
  await dispatcher.drain()
  expect(await stateOf(database, sends[0]?.id)).toMatchObject({ state: 'failed', error: { code: 'opted-out' } })
  expect(transport.sent).toHaveLength(0)
})

test('a send at a later time leaves then', async () => {
  const desk = await makeDesk(database)
  const transport = scriptedTransport()
  await using dispatcher = dispatch(database, transport)
  const sendAt = Date.now() + 700
  const { sends } = await send(database, desk, { sendAt })
  await dispatcher.drain()
  expect(transport.sent).toHaveLength(0)
  await vi.waitFor(
    async () => expect(await stateOf(database, sends[0]?.id)).toMatchObject({ state: 'accepted' }),
    patience,
  )
  expect(Date.now()).toBeGreaterThanOrEqual(sendAt)
})

test('a file that is not at the provider yet holds up its conversation for a minute, not for as long as it is tried', async () => {
  const desk = await makeDesk(database)
  const { sends: file } = await send(database, desk, { text: 'stands for a photo' })
  await database.pool.query(`update outbox set ready = false where id = $1`, [file[0]?.id])
  const { sends: text } = await send(database, desk, { text: 'Did you get it?' })
  const other = await send(database, { ...desk, ...(await addCustomer(database, desk.workspaceId, desk.accountId)) })
  const transport = scriptedTransport()
  await using dispatcher = dispatch(database, transport)
  dispatcher.poke()
  await vi.waitFor(
    async () => expect(await stateOf(database, other.sends[0]?.id)).toMatchObject({ state: 'accepted' }),
    patience,
  )
  expect(await stateOf(database, text[0]?.id)).toMatchObject({ state: 'queued' })
  await database.pool.query(`update outbox set preparing_since = now() - interval '61 seconds' where id = $1`, [
    file[0]?.id,
  ])
  await vi.waitFor(
    async () => expect(await stateOf(database, text[0]?.id)).toMatchObject({ state: 'accepted' }),
    patience,
  )
  expect(transport.sent).toHaveLength(2)
  await dispatcher.stop()
  await database.pool.query(`delete from outbox where state = 'queued'`)
})
