import { expect, test } from 'vitest'
import { canonicalRange, isWithinRanges } from './address-ranges.ts'

test.each([
  ['203.0.113.7', '203.0.113.7/32'],
  ['203.0.113.7/24', '203.0.113.0/24'],
  ['2001:DB8::1/32', '2001:db8::/32'],
  ['::ffff:203.0.113.7', '203.0.113.7/32'],
  ['::ffff:203.0.113.7/120', '203.0.113.0/24'],
  ['203.0.113.0/33', undefined],
  ['example.com', undefined],
  ['fe80::1%eth0', undefined],
])('%s is kept as %s', (text, kept) => {
  expect(canonicalRange(text)).toBe(kept)
})

test.each([
  ['203.0.113.7', ['203.0.113.0/24'], true],
  ['::ffff:203.0.113.7', ['203.0.113.0/24'], true],
  ['::ffff:cb00:7107', ['203.0.113.7/32'], true],
  ['203.0.114.7', ['203.0.113.0/24'], false],
  ['203.0.113.7', ['::/0'], false],
  ['2001:db8::7', ['203.0.113.0/24', '2001:db8::/64'], true],
  ['203.0.113.0/25', ['203.0.113.0/24'], true],
  ['203.0.112.0/23', ['203.0.113.0/24'], false],
  ['not an address', ['0.0.0.0/0', '::/0'], false],
])('whether %s is within %s: %s', (inner, outer, is) => {
  expect(isWithinRanges([inner], outer)).toBe(is)
})
