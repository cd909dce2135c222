import { expect, test } from 'vitest'
import { serviceWindow } from './service-window.ts'

const now = Date.parse('2026-11-21T12:00:00Z')
const at = (windowClosesAt: string | null, kind: 'direct' | 'group' = 'direct') => ({ kind, windowClosesAt })

test('the window is open until its end, and closed from then on', () => {
  const closesAt = '2026-11-21T12:30:00Z'
  expect(serviceWindow(at(closesAt), 24, now)).toEqual({ kind: 'open', closesAt: Date.parse(closesAt) })
  expect(serviceWindow(at(closesAt), 24, Date.parse(closesAt))).toEqual({
    kind: 'closed',
    closedAt: Date.parse(closesAt),
  })
})

test('it is closed for who has never written, and there is none for groups and for accounts without one', () => {
  expect(serviceWindow(at(null), 24, now)).toEqual({ kind: 'closed', closedAt: null })
  expect(serviceWindow(at(null, 'group'), 24, now)).toEqual({ kind: 'always' })
  expect(serviceWindow(at(null), null, now)).toEqual({ kind: 'always' })
})
