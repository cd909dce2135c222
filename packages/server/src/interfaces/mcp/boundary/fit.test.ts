import fc from 'fast-check'
import { expect, test } from 'vitest'
import { estimateTokens, mostTokensOf } from './estimate-tokens.ts'
import { fitPage, fitSingle, mostTokens } from './fit.ts'
import { clip, Foreign } from './foreign.ts'

/** A list of texts; a cursor is the index to go on from. */
function pagesOf(texts: readonly string[], from = 0) {
  return {
    limit: 50,
    fetch: async (limit: number) => {
      const end = from + limit
      return { items: texts.slice(from, end), nextCursor: end < texts.length ? String(end) : null }
    },
    render: (page: { items: readonly string[]; nextCursor: string | null }, most: number) => ({
      items: page.items.map((text) => new Foreign(clip(text, most), 'contact')),
      nextCursor: page.nextCursor,
    }),
  }
}

test.each([
  ['Latin', 'Could you tell me when the parcel arrives please? '.repeat(20)],
  ['Chinese', '请问我的包裹什么时候到?'.repeat(40)],
  ['emoji', '😀🎉👩‍💻'.repeat(60)],
])('walking pages of long %s messages gives each once, and no answer above the cap', async (_script, long) => {
  const texts = Array.from({ length: 120 }, (_, index) => `${index}: ${long}`)
  const seen: string[] = []
  let from: number | null = 0
  while (from !== null) {
    const text = await fitPage(pagesOf(texts, from))
    expect(estimateTokens(text)).toBeLessThanOrEqual(mostTokens)
    const page = JSON.parse(text) as { items: string[]; nextCursor: string | null }
    expect(page.items.length).toBeGreaterThan(0)
    seen.push(...page.items.map((item) => /">(\d+):/.exec(item)?.[1] ?? '?'))
    from = page.nextCursor === null ? null : Number(page.nextCursor)
  }
  expect(seen).toEqual(texts.map((_, index) => String(index)))
})

test('a page that fits is fetched once', async () => {
  const asked: number[] = []
  const pages = pagesOf(['a', 'b'])
  const fetch = (limit: number) => {
    asked.push(limit)
    return pages.fetch(limit)
  }
  await fitPage({ ...pages, fetch })
  expect(asked).toEqual([50])
})

test('a single message that is too large is cut until it fits', async () => {
  const text = fitSingle({
    clip: 12_000,
    render: (most) => ({ text: new Foreign(clip('漢'.repeat(100_000), most), 'contact') }),
  })
  expect(estimateTokens(text)).toBeLessThanOrEqual(mostTokens)
  expect(JSON.parse(text).text).toContain('漢…')
})

test('a text is never cut within a character', () => {
  expect(clip('ab😀cd', 3)).toBe('ab…')
  expect(clip('ab😀cd', 4)).toBe('ab😀…')
})

test('the estimate grows with the script, from words to ideographs to ids', () => {
  const perCharacter = (text: string) => estimateTokens(text.repeat(100)) / (text.length * 100)
  expect(perCharacter('the parcel will arrive tomorrow ')).toBeGreaterThanOrEqual(1 / 4)
  expect(perCharacter('0194f3a2-7c1e-7b3a-9f00-1a2b3c4d5e6f')).toBeGreaterThanOrEqual(0.4)
  expect(perCharacter('请问我的包裹什么时候能送到')).toBeGreaterThanOrEqual(1)
})

test('no estimate is above what is known without looking at each character', () => {
  const units = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string(),
    fc.constantFrom('é', 'ж', '请', '😀', '\ud83d', '{"'),
  )
  fc.assert(
    fc.property(fc.array(units), (parts) => {
      const text = parts.join('')
      expect(mostTokensOf(text)).toBeGreaterThanOrEqual(estimateTokens(text))
    }),
    { numRuns: 1_000 },
  )
  expect(mostTokensOf('请'.repeat(1_000))).toBe(1_301)
})
