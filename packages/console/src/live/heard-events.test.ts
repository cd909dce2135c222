import type { Event } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { createHeardEvents } from './heard-events.ts'

const events = (...seqs: readonly number[]) => seqs.map((seq) => ({ seq }) as Event) // nothing else is looked at

test('nothing is heard twice, and nothing from before the page', () => {
  const heard = createHeardEvents()
  heard.startAfter(10)
  expect([heard.hear(events(9, 10, 12)), heard.hear(events(12, 13)), heard.hear(events(13))]).toEqual([
    events(12),
    events(13),
    [],
  ])
  expect(heard.position()).toBe(13)
})

test('who begins to listen hears what was told within the last 40 seconds', () => {
  let now = 0
  const heard = createHeardEvents(() => now)
  heard.hear(events(1))
  now = 30_000
  heard.hear(events(2, 3))
  expect(heard.lately()).toEqual(events(1, 2, 3))
  now = 41_000
  expect(heard.lately()).toEqual(events(2, 3))
})

test('after a new start everything is loaded again, so nothing from before it is told, and lower seqs count', () => {
  const heard = createHeardEvents()
  heard.startAfter(10)
  heard.hear(events(12))
  heard.startAfter(3)
  expect([heard.position(), heard.lately(), heard.hear(events(4))]).toEqual([3, [], events(4)])
})
