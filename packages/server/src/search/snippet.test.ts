import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cpuMilliseconds } from '../testing/index.ts'
import { normaliseText } from './normalise-text.ts'
import { cutSnippet } from './snippet.ts'

function marked(text: string, words: string, prefixes: readonly string[] = []): string[] {
  const { snippet, highlights } = cutSnippet(text, { words: new Set(words.split(' ')), prefixes })
  return highlights.map(({ start, end }) => snippet.slice(start, end))
}

test.each([
  ['Where is my Café?', 'cafe', ['Café']],
  ['Die STRASSE, die Straße', 'strasse', ['STRASSE', 'Straße']],
  ['ﬁne and fine', 'fine', ['ﬁne', 'fine']],
  ['أين طلبي رقم ١٢٣؟', '123', ['١٢٣']],
  ['مَرْحَبًا بك', 'مرحبا', ['مَرْحَبًا']],
  ['नमस्ते दुनिया', 'नमस्ते', ['नमस्ते']],
  ['我的订单什么时候到', '订单', ['订单']],
  ['南京市长江大桥', '长江 江大 大桥', ['长江大桥']],
  ['大桥', '桥', ['桥']],
  ['สวัสดีครับ', 'ครับ', ['ครับ']],
  ['great 👍🏽 thanks', 'u1f44d', ['👍']],
  ['order-77 and order-78', '77', ['77']],
  ['ORDER_7', 'order', ['ORDER']],
  ['of 1e5', 'e5', ['1e5']],
  ['order', 'order', ['order']],
  ['nothing here', 'absent', []],
])('in %s, %s marks %j', (text, words, expected) => {
  expect(marked(text, words)).toEqual(expected)
})

test('the beginning of a word marks the whole word', () => {
  expect(marked('Delivery delivered late', '', ['deliv'])).toEqual(['Delivery', 'delivered'])
})

test('plain text is marked as the same text beside other scripts is', () => {
  const plain = fc.string({ unit: fc.constantFrom(...'aAzZ09e_ .,-\n@[`{/:') })
  const parts = fc.array(fc.oneof(plain, fc.constantFrom('order', 'Order', '1e5', 'x'.repeat(130))))
  const wanted = { words: new Set(['order', 'a', '9', 'e5', 'x'.repeat(128)]), prefixes: ['az'] }
  fc.assert(
    fc.property(parts, (texts) => {
      const text = texts.join(' ')
      // Beyond that they are cut, and a character more may move where.
      fc.pre(text.length <= 190)
      const { snippet, highlights } = cutSnippet(text, wanted)
      // A dash that is not of ASCII changes nothing but how it is looked through.
      const beside = cutSnippet(`${text} –`, wanted)
      expect(highlights).toEqual(beside.highlights)
      expect(beside.snippet).toBe(`${snippet} –`)
    }),
    { numRuns: 300 },
  )
})

test('a long text is cut around the first hit, at words, on one line', () => {
  const text = `${'before '.repeat(50)}\nneedle\n${'after '.repeat(100)}`
  const { snippet, highlights } = cutSnippet(text, { words: new Set(['needle']), prefixes: [] })
  expect(snippet).toMatch(/^…before .* needle after .*after…$/)
  expect(snippet.length).toBeLessThan(230)
  expect(highlights.map(({ start, end }) => snippet.slice(start, end))).toEqual(['needle'])
})

test('a hit in what is not shown otherwise is shown; the text is, where the hit is in neither', () => {
  const wanted = { words: new Set(['koln']), prefixes: [] }
  expect(cutSnippet('Sent', wanted, '2 · Köln')).toEqual({ snippet: '2 · Köln', highlights: [{ start: 4, end: 8 }] })
  expect(cutSnippet('Köln', wanted, 'Köln 2').snippet).toBe('Köln')
  expect(cutSnippet('Sent', wanted, 'Bonn').snippet).toBe('Sent')
})

test('no pair of surrogates is cut, and megabytes take no time', () => {
  const cost = cpuMilliseconds(() => {
    const { snippet } = cutSnippet('😀'.repeat(750_000), { words: new Set(['absent']), prefixes: [] })
    expect(snippet.isWellFormed()).toBe(true)
  })
  expect(cost).toBeLessThan(500)
})

test('what a word is searched as is what is marked, wherever it stands', () => {
  for (const word of ['Nguyễn', 'ΟΔΟΣ', 'Ёлка', 'İstanbul', 'x́', '½', 'ⅷ', '🇩🇪', 'カナ', '서울']) {
    expect(marked(`(${word}) and`, normaliseText(word))).toEqual([word])
  }
})
