import { expect, test } from 'vitest'
import { takeRandom, takeRandomHex } from './random-stock.ts'

test('no byte of the stock is given twice, and what was given is the taker’s own', () => {
  // Three stocks' worth.
  const taken = Array.from({ length: 768 }, () => takeRandom(16))
  expect(new Set(taken.map((bytes) => bytes.toString('hex'))).size).toBe(768)
  // A byte that was given before is zero: one in 256 is by chance, so 40 of 768 never are.
  for (const place of [0, 15]) expect(taken.filter((bytes) => bytes[place] === 0).length).toBeLessThan(40)
  taken[0]?.fill(7)
  expect(taken[1]?.every((byte) => byte === 7)).toBe(false)
})

test('hexadecimal digits are of the same stock', () => {
  const taken = Array.from({ length: 768 }, () => takeRandomHex(16))
  expect(new Set(taken).size).toBe(768)
  for (const digits of taken) expect(digits).toMatch(/^[0-9a-f]{32}$/)
})
