import { expect, test } from 'vitest'
import { newClientId } from './client-id.ts'
import type { OutgoingMessage } from './outgoing-message.ts'
import { asTheyWait, isOld } from './waiting.ts'

test('what is written within one millisecond stays in its order', () => {
  const ids = Array.from({ length: 200 }, newClientId)
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(ids).size).toBe(200)
})

test('what stands behind a message that waits for the server waits too; what was refused or is asked about does not', () => {
  const states = (...all: OutgoingMessage['state'][]) =>
    asTheyWait(all.map((state) => ({ state }) as OutgoingMessage)).map(({ state }) => state) // no more is looked at
  expect(states('offline', 'queued', 'refused', 'old', 'queued')).toEqual([
    'offline',
    'offline',
    'refused',
    'old',
    'offline',
  ])
  expect(states('sending', 'queued')).toEqual(['sending', 'queued'])
})

test('after an hour a message is old', () => {
  const createdAt = '2026-01-01T10:00:00.000Z'
  expect(isOld({ createdAt }, Date.parse('2026-01-01T11:00:00.000Z'))).toBe(false)
  expect(isOld({ createdAt }, Date.parse('2026-01-01T11:00:01.000Z'))).toBe(true)
})
