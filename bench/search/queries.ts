import type { SearchMessagesArgs } from '../../packages/server/src/search/search-messages.ts'
import type { Corpus } from './fill.ts'
import { createRandom } from './vocabulary.ts'

/** One kind of search and how to make different ones of it. */
export interface Kind {
  readonly name: string
  /** The targets are for these. */
  readonly target: boolean
  make(): SearchMessagesArgs
}

/**
 * By Zipf's law the first 50 words of the largest language are in 1 % to 40 % of the messages, and those beyond its
 * 20,000th in a few of a million. Between the two ways of searching lies the worst case, a word in one of 200 to 1,000
 * messages: too rare to meet twenty of them soon, too common to fetch them all at once.
 */
export function createKinds(corpus: Corpus): Kind[] {
  const random = createRandom(7)
  const from = (low: number, high: number) => low + Math.floor(random() * (high - low))
  const pick = <Item>(list: readonly Item[]) => list[from(0, list.length)] as Item // from() stays within the list
  const word = (low: number, high: number) => pick(corpus.languages.slice(0, 4)).words[from(low, high)] ?? ''
  const known = (low: number, high: number) => {
    for (;;) {
      const candidate = corpus.languages[0]?.words[from(low, high)] ?? ''
      if (corpus.vocabulary.has(candidate)) return candidate
    }
  }
  const spoken = () => pick(corpus.samples.filter((words) => words.length > 5))
  const longest = (words: readonly string[]) => words.toSorted((a, b) => b.length - a.length)
  const kind = (name: string, make: () => SearchMessagesArgs, target = false): Kind => ({ name, make, target })
  return [
    kind('common word', () => ({ q: known(0, 50) }), true),
    kind('word in 1 of 200 to 1,000', () => ({ q: known(100, 500) })),
    kind('middling word', () => ({ q: word(200, 2_000) })),
    kind('rare word', () => ({ q: known(20_000, 100_000) }), true),
    kind('two words of a message', () => ({ q: longest(spoken()).slice(0, 2).join(' ') }), true),
    kind('two common words', () => ({ q: `${known(0, 100)} ${known(0, 100)}` }), true),
    kind('a typo', () => ({ q: typo(known(500, 20_000), corpus.vocabulary, random) }), true),
    kind('a part of a word', () => ({ q: known(500, 20_000).slice(1) })),
    kind('phrase', () => ({ q: `"${spoken().slice(1, 3).join(' ')}"` })),
    kind('prefix', () => ({ q: `${known(500, 5_000).slice(0, 4)}*` })),
    kind('common word, one contact', () => ({ q: known(0, 50), contactId: pick(corpus.contactIds) as never })),
    kind('middling word, one account', () => ({ q: word(50, 2_000), accountId: pick(corpus.accountIds) as never })),
    kind('common word, best first', () => ({ q: known(0, 50), sort: 'best' })),
    kind('rare word, best first', () => ({ q: known(20_000, 100_000), sort: 'best' })),
  ]
}

/** One slip in a word, so that it is no word any more. */
function typo(word: string, vocabulary: ReadonlySet<string>, random: () => number): string {
  const letters = Array.from(word)
  for (;;) {
    const place = 1 + Math.floor(random() * (letters.length - 1))
    const [left, here, right] = [
      letters.slice(0, place).join(''),
      letters[place] ?? '',
      letters.slice(place + 1).join(''),
    ]
    const slips = [
      left + right,
      `${left}${here}${here}${right}`,
      `${left}x${right}`,
      left.slice(0, -1) + here + left.slice(-1) + right,
    ]
    const slip = slips[Math.floor(random() * slips.length)] ?? ''
    if (slip.length > 2 && !vocabulary.has(slip)) return slip
  }
}
