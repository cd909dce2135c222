import { expect, test } from 'vitest'
import { PairLimit, ThroughputLimit } from '../packages/server/src/simulator/limits.ts'
import { numberId, startSimulatedBusiness } from './support/simulated-business.ts'

const numberOf = (messagesPerSecond: number) => [
  { id: numberId, displayPhoneNumber: '+1 555-010-0100', businessAccountId: '15550100100002', messagesPerSecond },
]

test('never more than the limit in any window of one second, wherever it begins', () => {
  const limit = new ThroughputLimit(80)
  const accepted: number[] = []
  let refused = 0
  // Bursts of all lengths with all gaps, at fractions of a millisecond.
  for (let now = 0, step = 0; now < 20_000; step += 1, now += step % 170 === 0 ? 313.7 : (step % 5) * 0.9)
    if (limit.takes(now)) accepted.push(now)
    else refused += 1
  for (const [index, first] of accepted.entries()) {
    const beyond = accepted[index + 80]
    if (beyond !== undefined) expect(beyond - first).toBeGreaterThanOrEqual(1_000)
  }
  expect(accepted.length).toBeGreaterThan(1_000)
  expect(refused).toBeGreaterThan(1_000)
})

test('a steady flow at the limit is taken whole', () => {
  const limit = new ThroughputLimit(80)
  for (let index = 0; index < 1_000; index += 1) expect(limit.takes(index * 12.5)).toBe(true)
})

test('a number that gets more than it may send accepts its limit and answers 130429 to the rest', async () => {
  await using business = await startSimulatedBusiness({ phoneNumbers: numberOf(40), serviceWindow: false })
  const start = performance.now()
  const answers = await Promise.all(
    Array.from({ length: 120 }, (_, index) => business.send(`4477009${10_000 + index}`)),
  )
  const windows = 1 + Math.floor((performance.now() - start) / 1_000)
  const accepted = answers.filter(({ status }) => status === 200).length
  expect(accepted).toBeGreaterThanOrEqual(40)
  expect(accepted).toBeLessThanOrEqual(40 * windows)
  expect(answers.filter(({ status, code }) => status === 429 && code === 130429)).toHaveLength(120 - accepted)
  expect(business.simulator.ledger.tallies()[numberId]).toEqual({ accepted, busiestSecond: 40 })
  expect(business.simulator.ledger.refusals()).toEqual({ '130429': 120 - accepted })
})

test('to one person: a burst, then one per interval, and the number is not charged for what the pair refuses', async () => {
  await using business = await startSimulatedBusiness({
    serviceWindow: false,
    pairLimit: { burst: 3, everyMilliseconds: 60_000 },
  })
  const codes = []
  for (let index = 0; index < 5; index += 1) codes.push((await business.send('447700900001')).code)
  expect(codes).toEqual([0, 0, 0, 131056, 131056])
  expect(await business.send('447700900002')).toMatchObject({ status: 200 })
})

test('a pair gets one more after each interval, and a whole burst after a rest', () => {
  const pair = new PairLimit(3, 6_000)
  const taken = (now: number) => pair.takes('a', now)
  expect([0, 1, 2, 3].map(taken)).toEqual([true, true, true, false])
  expect([5_999, 6_000, 6_001].map(taken)).toEqual([false, true, false])
  expect([60_000, 60_001, 60_002, 60_003].map(taken)).toEqual([true, true, true, false])
})

test('2,000 sends at full speed keep the limit of 1,000 a second and are remembered only as far as told', async () => {
  await using business = await startSimulatedBusiness({
    phoneNumbers: numberOf(1_000),
    serviceWindow: false,
    remember: 500,
    webhookUrl: undefined,
  })
  let sent = 0
  const worker = async () => {
    while (sent < 2_000) {
      sent += 1
      await business.send(`44770${1_000_000 + sent}`)
    }
  }
  await Promise.all(Array.from({ length: 30 }, worker))
  const { ledger } = business.simulator
  expect(ledger.tallies()[numberId]?.busiestSecond).toBeLessThanOrEqual(1_000)
  expect(ledger.acceptances().length).toBeLessThanOrEqual(500)
})
