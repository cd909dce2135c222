import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allot } from './allot.ts'
import type { CandidateRow, PacedAccount } from './lease-rows.ts'
import {
  halved,
  lateMilliseconds,
  limitOf,
  type Pace,
  pairAfter,
  pairAllowedAt,
  recovered,
  restAfter,
  secondMilliseconds,
  slowed,
  spacingOf,
} from './pace.ts'
import { type Departure, Spacing } from './spacing.ts'

const account = (nextSlotAt: number, limit: number): PacedAccount => ({
  accountId: 'a',
  transport: 'test',
  limit,
  rate: null,
  slowedFrom: null,
  slowedAt: null,
  raisedAt: null,
  nextSlotAt,
  pair: { burst: 1, interval: 0 },
})
const candidate = (id: number) =>
  ({ id: `${id}`, account_id: 'a', conversation_id: `${id}`, free_at: null }) as CandidateRow // all that allot reads

test('no second has more sends than the limit, whoever leases when, however late each leaves its slot', () => {
  const lease = fc.record({
    after: fc.integer({ min: 0, max: 400 }),
    wanted: fc.integer({ min: 1, max: 60 }),
    holder: fc.integer({ min: 0, max: 2 }),
  })
  const lateness = fc.array(fc.integer({ min: 0, max: lateMilliseconds }), { minLength: 1, maxLength: 50 })
  fc.assert(
    fc.property(fc.constantFrom(1, 7, 20, 80), fc.array(lease, { maxLength: 80 }), lateness, (limit, leases, late) => {
      const sent: number[] = []
      const spacings = [new Spacing(), new Spacing(), new Spacing()]
      let [now, nextSlotAt, heldBy, count] = [0, 0, 0, 0]
      for (const { after, wanted, holder } of leases) {
        now += after
        const rows = Array.from({ length: wanted }, (_, index) => candidate(count + index))
        const first = nextSlotAt + (holder === heldBy ? 0 : lateMilliseconds)
        const plan = allot(rows, [account(first, limit)], { now, horizon: 200 })
        nextSlotAt = plan.nextSlots.get('a') ?? nextSlotAt
        if (plan.leased.length > 0) heldBy = holder
        let last = 0
        for (const { slotAt } of plan.leased) {
          // As SlotQueue does it: in order, not before its own spacing, and not too late.
          const at = Math.max(
            last,
            slotAt + (late[(count += 1) % late.length] ?? 0),
            spacings[holder]?.freeAt(limit) ?? 0,
          )
          if (at > slotAt + lateMilliseconds) continue
          spacings[holder]?.note((last = at))
          sent.push(at)
        }
      }
      const times = sent.toSorted((a, b) => a - b)
      for (const [index, at] of times.entries()) {
        const next = times[index + limit]
        if (next !== undefined) expect(next - at).toBeGreaterThanOrEqual(1_000)
      }
    }),
    { numRuns: 500 },
  )
})

test('delays that end together do not make too many in a second', () => {
  const spacing = new Spacing()
  for (const at of [0, 990, 991]) {
    expect(spacing.freeAt(3)).toBeLessThanOrEqual(at)
    spacing.note(at)
  }
  expect(spacing.freeAt(3)).toBe(secondMilliseconds)
  expect(spacing.freeAt(2)).toBe(990 + secondMilliseconds)
  expect(spacing.freeAt(5)).toBe(Number.NEGATIVE_INFINITY)
})

test('one more leaves a second after the one it follows arrived, as its answer or a later one tells', () => {
  const spacing = new Spacing()
  spacing.freeAt(3)
  const [first, second, third] = [spacing.note(0), spacing.note(10), spacing.note(20)]
  spacing.answered(first, 4)
  expect(spacing.freeAt(3)).toBe(1_001)
  // Both stood still on their way, and no answer took less than 4 ms.
  spacing.answered(third, 64)
  spacing.answered(second, 70)
  spacing.note(1_001)
  expect(spacing.freeAt(3)).toBe(64 - 4 + 1_001)
})

test('no second has more arrivals than the limit, whatever stood still on the way there or back', () => {
  const [there, back] = [3, 2]
  const stall = fc.record({ there: fc.integer({ min: 0, max: 120 }), back: fc.integer({ min: 0, max: 120 }) })
  fc.assert(
    fc.property(fc.constantFrom(7, 20, 80), fc.array(stall, { minLength: 1, maxLength: 60 }), (limit, stalls) => {
      const spacing = new Spacing()
      const arrivals: number[] = []
      let answers: { departure: Departure; at: number }[] = []
      let now = 0
      for (let count = 0; count < 6 * limit; count += 1) {
        for (let before = Number.NaN; before !== now; ) {
          before = now
          for (const answer of answers.filter(({ at }) => at <= now)) spacing.answered(answer.departure, answer.at)
          answers = answers.filter(({ at }) => at > now)
          now = Math.max(now, spacing.freeAt(limit))
        }
        // The first finds the way free. What is behind another on the way stays behind it.
        const late = (count > 0 && count % 5 === 0 ? stalls[count % stalls.length] : undefined) ?? { there: 0, back: 0 }
        const arrival = Math.max(arrivals.at(-1) ?? 0, now + there + late.there)
        arrivals.push(arrival)
        answers.push({ departure: spacing.note(now), at: arrival + back + late.back })
        now += spacingOf(limit) / 2
      }
      for (const [index, at] of arrivals.entries()) {
        const next = arrivals[index + limit]
        if (next !== undefined) expect(next - at).toBeGreaterThanOrEqual(1_000)
      }
    }),
    { numRuns: 200 },
  )
})

test('a person never gets more than the burst and one an interval after it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10 }),
      fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 80 }),
      (burst, gaps) => {
        const limits = { burst, interval: 6_000 }
        const sent: number[] = []
        let freeAt: number | null = null
        let now = 0
        for (const gap of gaps) {
          now += gap
          if (pairAllowedAt(freeAt, limits) > now) continue
          sent.push(now)
          freeAt = pairAfter(freeAt, now, limits)
        }
        for (const [index, at] of sent.entries()) {
          const within = sent.slice(index).filter((other) => other - at < 60_000).length
          expect(within).toBeLessThanOrEqual(burst + 10)
        }
      },
    ),
  )
})

test('the limit is 80 a second, 20 beside the phone app, or what is configured', () => {
  expect(limitOf({ sendRate: null, coexistence: false })).toBe(80)
  expect(limitOf({ sendRate: null, coexistence: true })).toBe(20)
  expect(limitOf({ sendRate: 1_000, coexistence: true })).toBe(1_000)
  expect(spacingOf(80)).toBe(secondMilliseconds / 80)
})

const full: Pace = { rate: null, slowedFrom: null, slowedAt: null, raisedAt: null }

test('each that was refused within a second slows by one a second, down to half; what left in the next one not again', () => {
  let pace = slowed(full, 80, 1_000, 1_100)
  expect(pace.rate).toBe(79)
  for (const leftAt of [1_010, 990, 1_999]) pace = slowed(pace, 80, leftAt, 2_100)
  expect(pace.rate).toBe(76)
  expect(slowed(pace, 80, 2_500, 2_600)).toBe(pace)
  expect(slowed(pace, 80, 3_100, 3_200)).toMatchObject({ rate: 75, slowedFrom: 76, slowedAt: 3_100 })
  for (let count = 0; count < 80; count += 1) pace = slowed(pace, 80, 1_500, 2_100)
  expect(pace.rate).toBe(40)
  expect(slowed({ ...full, rate: 1 }, 80, 1_000, 1_100).rate).toBe(1)
})

test('a provider that carries less than the limit is met within two of its seconds', () => {
  let [pace, refusedInAll] = [full, 0]
  for (let second = 0; second < 10; second += 1) {
    const refused = Math.max(0, (pace.rate ?? 80) - 30)
    refusedInAll += refused
    for (let count = 0; count < refused; count += 1)
      pace = slowed(pace, 80, second * 2_500 + count, second * 2_500 + 900)
  }
  expect(pace.rate).toBe(30)
  expect(refusedInAll).toBeLessThanOrEqual(60)
})

test('what is refused costs a rest of twice its room, whatever the rate, and a second at most', () => {
  expect(restAfter(1, 1_000)).toBeCloseTo(2.01)
  expect(restAfter(10, 80)).toBeCloseTo(251.25)
  expect(restAfter(80, 40)).toBe(1_000)
})

test('a limit that is not of a second halves the rate once for all that had left, and it comes back step by step', () => {
  const half = halved(full, 80, 1_000, 1_100)
  expect(half.rate).toBe(40)
  expect(halved(half, 80, 1_050, 1_200)).toBe(half)
  expect(halved(half, 80, 5_000, 5_100).rate).toBe(20)
  expect(recovered(half, 80, 2_000).rate).toBe(40)
  let pace = half
  const rates = []
  for (let now = 6_200; pace.rate !== null; now += 5_000) rates.push((pace = recovered(pace, 80, now)).rate)
  expect(rates).toEqual([48, 56, 64, 72, null])
})
