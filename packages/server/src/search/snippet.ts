import { fitWord, isAscii, normaliseText } from './normalise-text.ts'

/** Normalised words to mark, and beginnings of words. */
export interface Wanted {
  readonly words: ReadonlySet<string>
  readonly prefixes: readonly string[]
}

interface Range {
  readonly start: number
  readonly end: number
}

export interface Snippet {
  readonly snippet: string
  /** In the snippet, in UTF-16 code units; in order, never overlapping. */
  readonly highlights: Range[]
}

/** Longer texts are searched whole, but only so much is looked through for what to mark. */
const longestRead = 20_000
const snippetLength = 200
/** How much of the text before the first hit is shown. */
const lead = 60

/**
 * The part of a text around the first hit, as one line, with the hits in it. Each word of the original is normalised by
 * itself and compared, so accents, case, width and script are found as the search found them. Where the hit lies elsewhere
 * (a product id, a flow's answer), that is shown; where it is found nowhere, the text from its beginning.
 *
 * @param elsewhere what is searched too, and not shown otherwise
 */
export function cutSnippet(text: string, wanted: Wanted, elsewhere = ''): Snippet {
  const shown = cut(text, wanted)
  if (shown.highlights.length > 0 || elsewhere === '') return shown
  const hidden = cut(elsewhere, wanted)
  return hidden.highlights.length > 0 || shown.snippet === '' ? hidden : shown
}

function cut(text: string, wanted: Wanted): Snippet {
  const read = text.length > longestRead ? text.slice(0, longestRead) : text
  const hits = findHits(read, wanted)
  const { start, end } = windowAround(read, hits[0])
  const before = start > 0 ? '…' : ''
  const after = end < text.length ? '…' : ''
  const shift = before.length - start
  return {
    // Each white-space character is one space, so places stay where they are.
    snippet: `${before}${read.slice(start, end).replace(/\s/g, ' ')}${after}`,
    highlights: hits
      .filter((hit) => hit.start >= start && hit.end <= end)
      .map((hit) => ({ start: hit.start + shift, end: hit.end + shift })),
  }
}

/** A word with what stands inside it invisibly; an emoji with its joiners. */
const spans = /[\p{L}\p{N}\p{M}\u00ad\u200b-\u200f]+|\p{Regional_Indicator}{2}|\p{Extended_Pictographic}/gu
const paired = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u
const dictionary = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

function findHits(text: string, wanted: Wanted): Range[] {
  return isAscii(text) ? findPlainHits(text, wanted) : findHitsInScripts(text, wanted)
}

/** As the other one finds them, at a tenth of the price: a page of hits spent half of its time there. */
function findPlainHits(text: string, wanted: Wanted): Range[] {
  const hits: Range[] = []
  const lower = text.toLowerCase()
  let start = 0
  for (let end = 0; end <= lower.length; end++) {
    if (isLetterOrDigit(lower.charCodeAt(end))) continue
    if (end > start && holdsWanted(fitWord(lower.slice(start, end)), wanted)) hits.push({ start, end })
    start = end + 1
  }
  return hits
}

/** Of lower-case ASCII. */
function isLetterOrDigit(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39)
}

function findHitsInScripts(text: string, wanted: Wanted): Range[] {
  const hits: Range[] = []
  for (const match of text.matchAll(spans)) {
    for (const part of partsOf(match[0])) {
      const start = match.index + part.start
      const end = match.index + part.end
      if (holdsWanted(normaliseText(text.slice(start, end)), wanted)) addRange(hits, { start, end })
    }
  }
  return hits
}

function* partsOf(span: string): Generator<Range> {
  if (paired.test(span)) {
    yield* neighbours(span)
  } else if (dictionary.test(span)) {
    for (const { index, segment } of new Intl.Segmenter('und', { granularity: 'word' }).segment(span)) {
      yield { start: index, end: index + segment.length }
    }
  } else {
    yield { start: 0, end: span.length }
  }
}

/** Each character alone and with the next one, as the words of these scripts are pairs. */
function* neighbours(span: string): Generator<Range> {
  let start = 0
  const characters = Array.from(span)
  for (const [index, character] of characters.entries()) {
    const next = characters[index + 1]
    yield { start, end: start + character.length }
    if (next !== undefined) yield { start, end: start + character.length + next.length }
    start += character.length
  }
}

function holdsWanted(words: string, wanted: Wanted): boolean {
  return words.includes(' ') ? words.split(' ').some((word) => isWanted(word, wanted)) : isWanted(words, wanted)
}

function isWanted(word: string, { words, prefixes }: Wanted): boolean {
  return word !== '' && (words.has(word) || prefixes.some((prefix) => word.startsWith(prefix)))
}

/** Neighbouring pairs overlap: they are one hit. */
function addRange(hits: Range[], next: Range): void {
  const last = hits.at(-1)
  if (last === undefined || next.start > last.end || (next.start === last.end && !overlapping(last, next)))
    hits.push(next)
  else hits[hits.length - 1] = { start: Math.min(last.start, next.start), end: Math.max(last.end, next.end) }
}

function overlapping(last: Range, next: Range): boolean {
  return next.start < last.end
}

function windowAround(text: string, hit: Range | undefined): Range {
  if (text.length <= snippetLength) return { start: 0, end: text.length }
  const start = hit === undefined || hit.start <= lead ? 0 : startOfWord(text, hit.start - lead)
  const end = Math.max(start + snippetLength, Math.min(hit?.end ?? 0, start + 2 * snippetLength))
  return { start, end: end >= text.length ? text.length : endOfWord(text, end, hit?.end ?? 0) }
}

const nearby = 20

/** The next beginning of a word, or at least of a character. */
function startOfWord(text: string, from: number): number {
  const space = text.slice(from, from + nearby).search(/\s/)
  return space === -1 ? wholeCharacter(text, from) : from + space + 1
}

function endOfWord(text: string, to: number, atLeast: number): number {
  for (let index = to; index > Math.max(to - nearby, atLeast); index--) {
    if (/\s/.test(text[index] ?? '')) return index
  }
  return wholeCharacter(text, to)
}

/** Not between the halves of a surrogate pair. */
function wholeCharacter(text: string, index: number): number {
  const code = text.charCodeAt(index)
  return code >= 0xdc00 && code <= 0xdfff ? index + 1 : index
}
