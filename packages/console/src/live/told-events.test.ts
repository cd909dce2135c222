import type { Event } from '@switchboard/contract'
import { expect, test } from 'vitest'
import type { FeedMessage } from './feed-message.ts'
import { createToldEvents } from './told-events.ts'

const events = (...seqs: readonly number[]): FeedMessage => ({
  kind: 'events',
  events: seqs.map((seq) => ({ seq }) as Event), // nothing else is looked at
})

test('a page that joins hears what was told after it was given out, and nothing twice', () => {
  const told = createToldEvents(10)
  told.note({ kind: 'state', state: 'live' })
  told.note(events(12, 15))
  told.note(events(19))
  expect([10, 12, 14, 19, 30].map((after) => told.since(after))).toEqual([
    events(12, 15, 19),
    events(15, 19),
    events(15, 19),
    null,
    null,
  ])
})

test('a page that is older than what the line told, or does not know how old it is, loads all again', () => {
  const told = createToldEvents(10)
  told.note(events(12, 15))
  expect([told.since(9), told.since(undefined)]).toEqual([
    { kind: 'start', after: 15 },
    { kind: 'start', after: 15 },
  ])
})

test('a line that does not know yet where it begins tells all pages when it does', () => {
  const told = createToldEvents(undefined)
  expect(told.since(5)).toBeNull()
  told.note({ kind: 'start', after: 7 })
  expect([told.since(5), told.since(7)]).toEqual([{ kind: 'start', after: 7 }, null])
})

test('only so many are kept, and whoever missed more loads all again', () => {
  const told = createToldEvents(0)
  for (let seq = 1; seq <= 1_200; seq += 1) told.note(events(seq))
  const { events: kept = [] } = told.since(700) as { events?: readonly Event[] } // of the kind that has them
  expect([kept.length, kept[0]?.seq, kept.at(-1)?.seq]).toEqual([500, 701, 1_200])
  expect(told.since(699)).toEqual({ kind: 'start', after: 1_200 })
})
