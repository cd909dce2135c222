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
          const spacing = spacings[holder]
          if (!spacing) continue
          const ready = Math.max(last, slotAt + (late[(count += 1) % late.length] ?? 0))
          const at = Math.max(ready, spacing.freeAt(limit, ready))
          if (at > slotAt + lateMilliseconds) continue
          spacing.answered(spacing.note((last = at)), at, true)
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
    expect(spacing.freeAt(3, at)).toBeLessThanOrEqual(at)
    spacing.answered(spacing.note(at), at, true)
  }
  expect(spacing.freeAt(3, 991)).toBe(1_001)
  expect(spacing.freeAt(2, 991)).toBe(990 + 1_001)
  expect(spacing.freeAt(5, 991)).toBe(Number.NEGATIVE_INFINITY)
})

test('one takes room until a second after it can have been counted last, as its own answer tells', () => {
  const spacing = new Spacing()
  const [first, second, third] = [spacing.note(0), spacing.note(10), spacing.note(20)]
  spacing.answered(first, 4, true)
  expect(spacing.freeAt(3, 30)).toBe(1_001)
  // It left after the second one, on another connection, and overtook it: that tells nothing of the second.
  spacing.answered(third, 24, true)
  spacing.note(1_001)
  expect(spacing.freeAt(3, 1_001)).toBe(20 + 1_001)
  spacing.note(1_021)
  expect(spacing.freeAt(3, 1_021)).toBeGreaterThan(5_000)
  // It stood still somewhere for 1,100 ms, and no answer took less than 4.
  spacing.answered(second, 1_114, true)
  expect(spacing.freeAt(3, 1_115)).toBe(1_110 + 1_001)
})

test('what has no answer takes its room for five seconds more, and again when the answer comes after all', () => {
  const spacing = new Spacing()
  const lost = spacing.note(0)
  expect(spacing.freeAt(1, 6_000)).toBe(6_001)
  expect(spacing.freeAt(1, 6_001)).toBe(Number.NEGATIVE_INFINITY)
  spacing.answered(lost, 7_000, false)
  expect(spacing.freeAt(1, 7_000)).toBe(8_001)
  expect(spacing.freeAt(2, 7_000)).toBe(Number.NEGATIVE_INFINITY)
})

test('what never got there tells nothing about how long the way is', () => {
  const spacing = new Spacing()
  spacing.answered(spacing.note(0), 200, true)
  spacing.answered(spacing.note(10), 11, false)
  spacing.answered(spacing.note(20), 220, true)
  expect(spacing.freeAt(3, 220)).toBe(1_001)
})

test('a lower rate waits for as many to end as there are too many', () => {
  const spacing = new Spacing()
  const [slow] = [0, 10, 20, 30]
    .map((at) => spacing.note(at))
    .map((departure, index) => {
      if (index > 0) spacing.answered(departure, departure.leftAt, true)
      return departure
    })
  if (slow) spacing.answered(slow, 40, true)
  expect(spacing.freeAt(4, 40)).toBe(10 + 1_001)
  expect(spacing.freeAt(3, 40)).toBe(20 + 1_001)
  expect(spacing.freeAt(2, 40)).toBe(30 + 1_001)
  expect(spacing.freeAt(2, 1_015)).toBe(30 + 1_001)
  expect(spacing.freeAt(1, 1_015)).toBe(40 + 1_001)
})

interface Late {
  readonly there: number
  readonly back: number
}

/** Sends as fast as the spacing lets it over connections that overtake each other. @returns when each was counted. */
function countedAt(limit: number, count: number, lateOf: (index: number) => Late): number[] {
  const [there, back] = [3, 2]
  const spacing = new Spacing()
  const counted: number[] = []
  let answers: { departure: Departure; at: number }[] = []
  let now = 0
  const hear = () => {
    for (const { departure, at } of answers.filter((answer) => answer.at <= now)) spacing.answered(departure, at, true)
    answers = answers.filter(({ at }) => at > now)
  }
  for (let index = 0; index < count; index += 1) {
    for (hear(); spacing.freeAt(limit, now) > now; hear())
      now = Math.min(spacing.freeAt(limit, now), ...answers.map(({ at }) => at))
    const late = lateOf(index)
    counted.push(now + there + late.there)
    answers.push({ departure: spacing.note(now), at: now + there + late.there + back + late.back })
    now += spacingOf(limit) / 2
  }
  return counted.toSorted((a, b) => a - b)
}

test('no second counts more than the limit, whatever stood still on the way there or back, whoever overtook whom', () => {
  const stall = fc.record({ there: fc.integer({ min: 0, max: 400 }), back: fc.integer({ min: 0, max: 400 }) })
  fc.assert(
    fc.property(fc.constantFrom(7, 20, 80), fc.array(stall, { minLength: 1, maxLength: 60 }), (limit, stalls) => {
      // The first one finds the way free.
      const lateOf = (index: number) => (index % 5 ? undefined : stalls[index / 5]) ?? { there: 0, back: 0 }
      const counted = countedAt(limit, 6 * limit, (index) => (index === 0 ? { there: 0, back: 0 } : lateOf(index)))
      for (const [index, at] of counted.entries()) {
        const next = counted[index + limit]
        if (next !== undefined) expect(next - at).toBeGreaterThanOrEqual(1_000)
      }
    }),
    { numRuns: 100 },
  )
})

test('answers that take longer than the fastest cost so much of each second, and not more', () => {
  const jitter = [0, 30, 60, 90, 20]
  const counted = countedAt(80, 800, (index) => ({ there: jitter[index % 5] ?? 0, back: 0 }))
  const rate = 799 / (((counted.at(-1) ?? 0) - (counted[0] ?? 0)) / 1_000)
  expect(rate).toBeGreaterThan(80 / (1.001 + 0.04) - 0.5)
  expect(rate).toBeLessThanOrEqual(80)
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
