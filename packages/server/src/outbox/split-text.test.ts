import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitText } from './split-text.ts'

test('a short text is one part', () => {
  expect(splitText('hello', 10)).toEqual(['hello'])
})

test('a paragraph, then a line, then a sentence, then a word is where it is cut', () => {
  expect(splitText('one two\n\nthree four five', 16)).toEqual(
    ['one two', 'three four five'].flatMap((part) => splitText(part, 16)),
  )
  expect(splitText('First one. Second', 12)).toEqual(['First one.', 'Second'])
  expect(splitText('alpha beta gamma', 11)).toEqual(['alpha beta', 'gamma'])
  expect(splitText('x'.repeat(25), 10)).toEqual(['x'.repeat(10), 'x'.repeat(10), 'x'.repeat(5)])
})

test('nothing but white space is lost, no part is too long, no character is torn apart', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.integer({ min: 5, max: 60 }), (text, limit) => {
      const parts = splitText(text, limit)
      for (const part of parts) expect([...part].length).toBeLessThanOrEqual(limit)
      expect(parts.join('').replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''))
    }),
  )
})
