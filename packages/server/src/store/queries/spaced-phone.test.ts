import { expect, test } from 'vitest'
import { spacedPhone } from './spaced-phone.ts'

test.each([
  ['447700900228', '+44 7700 900228'],
  ['+1 555-010-0100', '+1 555 010 0100'],
  ['the shop', 'the shop'],
  [null, null],
])('%s is read as %s', (phone, spaced) => {
  expect(spacedPhone(phone)).toBe(spaced)
})
