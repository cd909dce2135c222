import type { Term } from './parse-query.ts'

/** What to look for beside a word that is not in the vocabulary; beside, for the vocabulary might lack one that occurs. */
export type Widened = ReadonlyMap<string, readonly string[]>

/**
 * The text of a tsquery. Words hold letters, digits and marks only (see normaliseText), and are quoted all the same, so
 * nothing that a person types is an operator. Null: there is nothing that a message must have.
 */
export function buildTsquery(terms: readonly Term[], widened: Widened = new Map()): string | null {
  if (terms.every((term) => term.exclude)) return null
  return terms.map((term) => (term.exclude ? `!${operand(term, new Map())}` : operand(term, widened))).join(' & ')
}

function operand({ words, phrase, prefix }: Term, widened: Widened): string {
  const lexemes = words.map((word, index) => {
    if (prefix && index === words.length - 1) return `${quoted(word)}:*`
    return `(${[word, ...(widened.get(word) ?? [])].map(quoted).join(' | ')})`
  })
  return `(${lexemes.join(phrase ? ' <-> ' : ' & ')})`
}

function quoted(word: string): string {
  return `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}
