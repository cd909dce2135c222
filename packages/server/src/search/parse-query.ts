import { normaliseText } from './normalise-text.ts'

/** One thing that a message must (or must not) hold. */
export interface Term {
  /** Normalised, each one lexeme; never empty. */
  readonly words: readonly string[]
  /** The words stand side by side, in this order. */
  readonly phrase: boolean
  /** The last word is only the beginning of a word. */
  readonly prefix: boolean
  /** A message that has it is no hit. */
  readonly exclude: boolean
}

/** Postgres works through every word; a query of 500 letters can't mean more than this. */
const mostWords = 32

/**
 * Reads what a person typed: words that must all occur, "a phrase", a beginning with `*`, `-word` to leave out. Everything
 * else (quotes that don't close, lone stars, operators of any query language) is punctuation, so no input is an error. What
 * holds no word gives no terms.
 *
 * One typed word may be several of ours (`order-77`; 東京都 is 東京 京都): they stand side by side, as they do in the message.
 * Scripts that are cut by a dictionary are the exception: a sentence around them can be cut differently.
 */
export function parseQuery(query: string): Term[] {
  const terms: Term[] = []
  let words = 0
  for (const [part] of query.matchAll(parts)) {
    const term = readPart(part)
    if (term.words.length === 0) continue
    words += term.words.length
    if (words > mostWords) break
    terms.push(term)
  }
  return terms
}

/** A quoted part or a run without spaces. Neither branch can begin where the other failed, so matching is linear. */
const parts = /-?["“”„«»][^"“”„«»]*(?:["“”„«»]\*?|$)|[^\s"“”„«»]+/gu
const quote = /["“”„«»]/u
const dictionaryScript = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

function readPart(part: string): Term {
  const words = normaliseText(part).split(' ').filter(Boolean)
  const quoted = quote.test(part)
  return {
    words,
    phrase: words.length > 1 && (quoted || !dictionaryScript.test(part)),
    prefix: part.endsWith('*'),
    exclude: part.startsWith('-') && part.length > 1,
  }
}
