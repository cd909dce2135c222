import { expect, test } from 'vitest'
import { cpuMilliseconds } from '../testing/index.ts'
import { parseQuery } from './parse-query.ts'

const word = { phrase: false, prefix: false, exclude: false }

test.each([
  [
    'Refund order',
    [
      { ...word, words: ['refund'] },
      { ...word, words: ['order'] },
    ],
  ],
  ['"late delivery"', [{ ...word, words: ['late', 'delivery'], phrase: true }]],
  ['«поздняя доставка»', [{ ...word, words: ['поздняя', 'доставка'], phrase: true }]],
  ['deliv*', [{ ...word, words: ['deliv'], prefix: true }]],
  ['"late deliv"*', [{ ...word, words: ['late', 'deliv'], phrase: true, prefix: true }]],
  [
    'order -cancelled',
    [
      { ...word, words: ['order'] },
      { ...word, words: ['cancelled'], exclude: true },
    ],
  ],
  ['order-77', [{ ...word, words: ['order', '77'], phrase: true }]],
  ['東京都', [{ ...word, words: ['東京', '京都'], phrase: true }]],
  ['สวัสดีครับ', [{ ...word, words: ['สวัสดี', 'ครับ'] }]],
  ['"open', [{ ...word, words: ['open'] }]],
  ['', []],
  ['* - "" *** -* | & ! ( ) :* <->', []],
])('%s', (query, terms) => {
  expect(parseQuery(query)).toEqual(terms)
})

test('words beyond the thirty-second are not looked for', () => {
  expect(parseQuery('ab '.repeat(166))).toHaveLength(32)
})

test.each(['"', '-', '*', '-"', '"*', '“', '\\', '()', "'"])('500 times %s is read at once', (unit) => {
  expect(cpuMilliseconds(() => parseQuery(unit.repeat(500).slice(0, 500)))).toBeLessThan(50)
})
