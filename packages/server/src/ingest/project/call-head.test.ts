import { expect, test } from 'vitest'
import { type CallSignal, callHead, namingSignal } from './call-head.ts'

const signal = (event: string, at: number, detail: CallSignal['detail'] = {}): CallSignal => ({
  event,
  at,
  fingerprint: `${event}${at}`,
  detail,
})

test('a call is as far as its furthest signal, in whatever order they come', () => {
  const signals = [
    signal('terminate', 30, { outcome: 'completed', durationSeconds: 12.4 }),
    signal('connect', 10, { direction: 'inbound', named: true }),
    signal('accepted', 20),
  ]
  const head = callHead(signals)
  expect(head).toMatchObject({ state: 'terminate', outcome: 'completed', duration_seconds: 12, direction: 'inbound' })
  expect(head).toMatchObject({ first_event_at: 10, last_event_at: 30 })
  expect(callHead(signals.toReversed())).toEqual(head)
  expect(namingSignal(signals)).toMatchObject({ event: 'connect' })
})

test('a signal that we do not know is kept and moves nothing', () => {
  expect(callHead([signal('held', 40), signal('ringing', 10)])).toMatchObject({ state: 'ringing', last_event_at: 40 })
  expect(callHead([signal('held', 40)])).toMatchObject({ state: 'unknown', state_rank: 0 })
})
