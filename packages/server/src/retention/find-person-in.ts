/** Everything by which one person can be recognised in what operators and assistants typed. */
export interface PersonMarks {
  /** As whole words: numbers, ids of the provider's, ids of ours. */
  readonly names: ReadonlySet<string>
  /** Lower case; found anywhere in a text: how the person is called. */
  readonly called: readonly string[]
  /** Lower case, as whole words: the parts of that. People are looked for by their first names. */
  readonly words: ReadonlySet<string>
}

/** One or two letters would be in every text. */
const shortestName = 3

/** @param called whole names, in lower case */
export function marksOf(names: Iterable<string>, called: readonly string[]): PersonMarks {
  const isLong = (name: string) => name.trim().length >= shortestName
  const words = called.flatMap((name) => name.split(/[^\p{L}\p{N}]+/u)).filter(isLong)
  return { names: new Set(names), called: called.filter(isLong), words: new Set(words) }
}

/** Whether a JSON value names the person in one of its strings or numbers. */
export function namesPerson(value: unknown, marks: PersonMarks): boolean {
  if (typeof value === 'string') return isInText(value, marks)
  if (typeof value === 'number') return marks.names.has(String(value))
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some((member) => namesPerson(member, marks))
}

function isInText(text: string, { names, called, words }: PersonMarks): boolean {
  if (names.has(text)) return true
  // A number as people write it: +49 (151) 123-45 67.
  if (/^[+\d][\d\s().\-/]+$/.test(text) && names.has(text.replaceAll(/\D/g, ''))) return true
  for (const word of text.split(/[\s"'`,;<>()[\]{}|]+/)) {
    for (const part of [word, ...word.split(/[@:/?&]/)]) if (names.has(part.replace(/^\+/, ''))) return true
  }
  const lower = text.toLowerCase()
  if (words.size > 0 && lower.split(/[^\p{L}\p{N}]+/u).some((word) => words.has(word))) return true
  return called.some((name) => lower.includes(name))
}
