import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../testing/index.ts'
import { maxSearchTextLength, normaliseText } from './normalise-text.ts'

test.each([
  ['Café №5, Straße!', 'cafe no5 strasse'],
  ['İSTANBUL ısı', 'istanbul isi'],
  ['Đường Nguyễn Huệ', 'duong nguyen hue'],
  ['Ὀδυσσεύς ΟΔΟΣ', 'οδυσσευσ οδοσ'],
  ['Ёлка', 'елка'],
  ['مَرْحَبًا كـتاب أهلاً ١٢٣', 'مرحبا كتاب اهلا 123'],
  ['شָׁלוֹם'.replace('ش', 'ש'), 'שלום'],
  ['नमस्ते, हिन्दी २०२६', 'नमस्ते हिन्दी 2026'],
  ['ﬁne Ⅻ ＡＢＣ', 'fine xii abc'],
  ['soft\u00adhyphen zero\u200bwidth', 'softhyphen zerowidth'],
  ['👍🏽 ok 🇩🇪 1️⃣', 'u1f44d ok u1f1e9u1f1ea 1'],
  ['1e5abc order-77 a_b', '1 e5abc order 77 a b'],
  ['東京都に', '東京 京都 都に'],
  ['手机 买', '手机 买'],
  ['서울에서', '서울 울에 에서'],
  ['ｶﾀｶﾅ', 'カタ タカ カナ'],
  ['สวัสดีครับ', 'สวัสดี ครับ'],
  ['—!?… \u0000\ud800', ''],
  ['', ''],
])('%s is searched as %s', (text, expected) => {
  expect(normaliseText(text)).toBe(expected)
})

test('normalising twice changes nothing that a query of one word relies on', () => {
  for (const text of ['Café Straße', 'नमस्ते हिन्दी', 'مَرْحَبًا', 'สวัสดีครับ', '東京', 'u1f44d']) {
    expect(normaliseText(normaliseText(text))).toBe(normaliseText(text))
  }
})

test('three megabytes of emoji, one endless word, stacked accents and ligatures stay within the limit', () => {
  for (const text of [
    '😀'.repeat(750_000),
    'x'.repeat(3_000_000),
    `a${'\u0301'.repeat(1_000_000)}b`,
    '\ufdfa'.repeat(200_000),
  ]) {
    const words = normaliseText(text)
    expect(words.length).toBeLessThanOrEqual(maxSearchTextLength)
    expect(words.isWellFormed()).toBe(true)
  }
})

test("every word is one lexeme of Postgres' simple configuration, in any script", async () => {
  await using database = await createTestDatabase()
  const scripts = 'abzé019eßıйعאनि्ত東かカ서ทสวំမ한👍ⅷ²½…-_@.:/\'" \u200d\u0301'
  const text = fc.oneof(
    fc.string({ unit: fc.constantFrom(...Array.from(scripts)), maxLength: 60 }),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.webUrl(),
    fc.emailAddress(),
    fc.double().map(String),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 20, maxLength: 40 }), async (texts) => {
      const normalised = texts.map((one) => normaliseText(one))
      const { rows } = await database.pool.query<{ lexemes: string[] }>(
        `select tsvector_to_array(to_tsvector('simple', t)) as lexemes from unnest($1::text[]) with ordinality as x(t, n) order by n`,
        [normalised],
      )
      for (const [index, words] of normalised.entries()) {
        expect(new Set(rows[index]?.lexemes)).toEqual(new Set(words.split(' ').filter((word) => word !== '')))
      }
    }),
    { numRuns: 40 },
  )
})

test('the longest search text of the widest letters fits a tsvector', async () => {
  await using database = await createTestDatabase()
  const astral = Array.from({ length: 90_000 }, (_, index) => String.fromCodePoint(0x20000 + (index % 42_000)))
  for (const text of [astral.join(''), astral.join(' '), Array.from({ length: 20_000 }, (_, n) => n).join(' ')]) {
    const { rows } = await database.pool.query(`select length(to_tsvector('simple', $1)) as words`, [
      normaliseText(text),
    ])
    expect(rows[0].words).toBeGreaterThan(10_000)
  }
})
