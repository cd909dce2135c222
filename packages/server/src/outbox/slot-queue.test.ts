import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { lateMilliseconds, secondMilliseconds, spacingOf } from './pace.ts'
import { SlotQueue } from './slot-queue.ts'

beforeEach(() => vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] }))
afterEach(() => vi.useRealTimers())

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

interface Way {
  readonly there: number
  readonly back: number
}

/** A queue on the way to a provider that counts when a request is there. */
function onTheWay(rate: number, wayOf: (index: number) => Way) {
  const started = performance.now()
  const counted: number[] = []
  const left: number[] = []
  const missed: number[] = []
  const missedAt: number[] = []
  let count = 0
  let slotAt = 0
  const clock = { earliest: (now = performance.now()) => now, latest: (now = performance.now()) => now }
  const queue = new SlotQueue<{ accountId: string; slotAt: number; rate: number }>({
    clock,
    miss(item) {
      missed.push(item.slotAt - started)
      missedAt.push(performance.now() - started)
    },
    async begin() {
      left.push(performance.now() - started)
      const { there, back } = wayOf((count += 1) - 1)
      await sleep(there)
      counted.push(performance.now())
      await sleep(back)
      return true
    },
  })
  return {
    counted,
    left,
    missed,
    missedAt,
    add: (slots: readonly number[]) =>
      queue.add(slots.map((slot) => ({ accountId: 'a', slotAt: started + slot, rate }))),
    /** As leases do it: slots 150 ms ahead, every 50 ms. */
    async run(seconds: number) {
      for (const until = performance.now() + 1_000 * seconds; performance.now() < until; ) {
        const items = []
        for (slotAt = Math.max(slotAt, performance.now()); slotAt <= performance.now() + 150; slotAt += spacingOf(rate))
          items.push({ accountId: 'a', slotAt, rate })
        queue.add(items)
        await vi.advanceTimersByTimeAsync(50)
      }
    },
    /** The most within any one second. */
    most: () => {
      const times = counted.toSorted((a, b) => a - b)
      let [most, from] = [0, 0]
      for (const [index, at] of times.entries()) {
        while ((times[from] ?? 0) <= at - 1_000) from += 1
        most = Math.max(most, index + 1 - from)
      }
      return most
    },
  }
}

test('a provider that answers evenly is sent to by its limit, and no slot is missed', async () => {
  for (const rate of [20, 80]) {
    const way = onTheWay(rate, () => ({ there: 120, back: 80 }))
    await way.run(5)
    expect(way.most()).toBeLessThanOrEqual(rate)
    expect(way.counted.length).toBeGreaterThan(((4.8 * 1_000) / secondMilliseconds) * rate * 0.99)
    expect(way.missed).toEqual([])
  }
})

test('a provider whose answers vary never counts more than the limit in a second', async () => {
  for (const rate of [20, 80]) {
    const way = onTheWay(rate, (index) => ({ there: 5 + ((index * 37) % 90), back: 5 + ((index * 61) % 90) }))
    await way.run(6)
    expect(way.most()).toBeLessThanOrEqual(rate)
    // 90 ms is what an answer takes longer than the fastest, on average.
    expect(way.counted.length).toBeGreaterThan(((5.8 * 1_000) / (1_000 + 90)) * rate * 0.95)
  }
})

test('when all stands still for three seconds and then arrives at once, it is no more than the limit', async () => {
  const way = onTheWay(80, () => {
    const now = performance.now()
    return { there: now > 2_000 && now < 5_000 ? 5_010 - now : 10, back: 5 }
  })
  await way.run(10)
  expect(way.most()).toBeLessThanOrEqual(80)
  // It went on a second after what had stood still was counted, and not when patience was over.
  expect(way.counted.filter((at) => at > 6_000).length).toBeGreaterThan(280)
})

test('an answer lets the next one leave when it tells that there is room, without anything else that happens', async () => {
  const way = onTheWay(2, (index) => ({ there: index < 2 ? 1 : 5_900, back: index < 2 ? 200 : 1 }))
  way.add([0, 10, 1_100, 1_200, 2_300])
  await vi.advanceTimersByTimeAsync(8_000)
  // Two stand still for 5.9 s: the fifth misses its slot when it is late, not when they are given up or answered.
  expect(way.left).toEqual([0, 10, 1_100, 1_200])
  expect(way.missed).toEqual([2_300])
  expect(way.missedAt[0]).toBeLessThan(2_300 + lateMilliseconds + 10)
})

test('one that waits for room leaves as soon as a late answer makes it', async () => {
  const way = onTheWay(1, (index) => ({ there: 1, back: index === 1 ? 300 : 100 }))
  way.add([0, 1_110, 2_200])
  await vi.advanceTimersByTimeAsync(4_000)
  // The second one was answered 200 ms later than the fastest, and so may have been counted so much later.
  expect(way.left[2]).toBeGreaterThanOrEqual(1_110 + 200 + 1_001)
  expect(way.left[2]).toBeLessThan(1_110 + 200 + 1_001 + 5)
})

test('what stands behind others that are not answered misses its slot in time, and is not kept for as long as they are', async () => {
  const way = onTheWay(20, () => ({ there: 20_000, back: 0 }))
  await way.run(2)
  expect(way.missed.length).toBeGreaterThan(8)
  expect(way.missed.at(-1)).toBeGreaterThan(2_000 - lateMilliseconds - 2 * spacingOf(20))
})
