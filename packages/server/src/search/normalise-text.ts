import { segmentScripts } from './segment-scripts.ts'

/** Longest search text kept, in UTF-16 units. Postgres refuses a tsvector above 1 MB; this stays below half of that. */
export const maxSearchTextLength = 100_000

/** Longest word kept, in UTF-16 units: Postgres leaves words above 2 KB out of a tsvector, btree keys end at 2.7 KB. */
const maxWordLength = 128

/**
 * Text as it is searched, for stored messages and queries alike: words in lower case with one space between, in which
 * `Café №5!` and `cafe no5` are the same. Empty for text without any word. Never longer than `maxSearchTextLength`.
 *
 * NFKC, lower case, accents dropped where they are accents (Latin, Greek, Cyrillic, Arabic and Hebrew vowel signs) and kept
 * where they are letters (Indic scripts, kana), digits of every script as 0-9, one word per emoji, punctuation as space.
 * Each word is exactly one lexeme of Postgres' `simple` configuration, so a query may name lexemes without parsing.
 */
export function normaliseText(text: string): string {
  const bounded = text.length > maxSearchTextLength ? text.slice(0, maxSearchTextLength) : text
  const folded = ascii.test(bounded) ? bounded.toLowerCase() : foldUnicode(bounded)
  const words = folded.split(notWord)
  let result = ''
  for (const word of words) {
    if (word === '') continue
    const next = result === '' ? fitWord(word) : `${result} ${fitWord(word)}`
    if (next.length > maxSearchTextLength) break
    result = next
  }
  return result
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is what ASCII is
const ascii = /^[\x00-\x7f]*$/

/** Whether it is written with letters and digits that `normaliseText` only makes lower case. */
export function isAscii(text: string): boolean {
  return ascii.test(text)
}

const notWord = /[^\p{L}\p{N}\p{M}]+/u
/** Postgres' parser takes `1e5…` for a number and cuts the word after it; cutting it first keeps one word one lexeme. */
const scientific = /^(\d+)e(?=\d)/

/** What `normaliseText` makes of a word in lower case without accents: in rare cases two. */
export function fitWord(word: string): string {
  const fitted =
    word.length > maxWordLength
      ? word
          .slice(0, maxWordLength)
          .toWellFormed()
          .replace(/\ufffd$/, '')
      : word
  return scientific.test(fitted) ? fitted.replace(scientific, '$1 e') : fitted
}

function foldUnicode(text: string): string {
  let folded = text.normalize('NFKC').toLowerCase().replace(invisible, '')
  if (emoji.test(folded)) folded = folded.replace(emojiRuns, emojiWord)
  if (foldable.test(folded)) folded = folded.normalize('NFD').replace(accents, '$1').normalize('NFC')
  return segmentScripts(
    folded
      .replace(singles, (character) => single.get(character) ?? character)
      .replace(digits, (character) => digitValue.get(character) ?? character),
  )
}

/** Joiners, soft hyphens, directions, key caps, variation selectors and tatweel: they change how text looks, not what it says. */
const invisible =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: a list of code points, combining ones among them
  /[\u00ad\u034f\u061c\u0640\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20e3\ufe00-\ufe0f\ufeff]/g
const foldable = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}]/u
const accents = /([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}])\p{M}+/gu

const single = new Map(
  Object.entries({
    ß: 'ss',
    ı: 'i',
    æ: 'ae',
    œ: 'oe',
    ø: 'o',
    đ: 'd',
    ð: 'd',
    ħ: 'h',
    ł: 'l',
    þ: 'th',
    ŧ: 't',
    ς: 'σ',
    ى: 'ي',
    ی: 'ي',
    ک: 'ك',
    ٱ: 'ا',
  }),
)
const singles = new RegExp(`[${[...single.keys()].join('')}]`, 'g')

/** Where the digits 0-9 of Arabic, Persian, Indic, Thai, Lao, Burmese and Khmer begin; NFKC has done the full-width ones. */
const zeros = [
  0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0x1040, 0x17e0,
]
const digitValue = new Map(
  zeros.flatMap((zero) => Array.from({ length: 10 }, (_, value) => [String.fromCharCode(zero + value), String(value)])),
)
const digits = new RegExp(`[${[...digitValue.keys()].join('')}]`, 'g')

const emoji = /\p{Extended_Pictographic}|\p{Regional_Indicator}/u
const emojiRuns = /\p{Regional_Indicator}{2}|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}/gu
/** 👍 becomes `u1f44d`, 🇩🇪 one word of two; skin tones go, so that every 👍 is found by any. */
function emojiWord(cluster: string): string {
  if (/^\p{Emoji_Modifier}$/u.test(cluster)) return ' '
  return ` ${Array.from(cluster, (character) => `u${character.codePointAt(0)?.toString(16) ?? ''}`).join('')} `
}
