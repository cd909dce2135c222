import type { JsonObject } from './json-fields.ts'

/** Levels of nesting that are kept; what is deeper becomes `tooDeep`. Meta's own bodies have fewer than 15. */
const maxDepth = 100
const tooDeep = '[nested too deeply, cut here]'

/**
 * The same JSON with what Postgres can't hold made harmless: NUL and lone surrogates in strings and keys become U+FFFD,
 * numbers beyond a double become text, and nesting ends at `maxDepth`. Returns the very value when nothing had to change,
 * which is the usual case and costs no copy.
 */
export function cleanJson(value: unknown): unknown {
  return isClean(value, 0) ? value : cleaned(value, 0)
}

function isCleanText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

function isClean(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return isCleanText(value)
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || value === null) return true
  if (depth >= maxDepth) return false
  if (Array.isArray(value)) {
    for (const element of value) if (!isClean(element, depth + 1)) return false
    return true
  }
  // `in` makes no array of pairs (126,000 → 144,000 bodies a second), and what JSON.parse makes inherits nothing enumerable.
  // Neither a list nor null is left here, so it is an object.
  for (const key in value) if (!isCleanText(key) || !isClean((value as JsonObject)[key], depth + 1)) return false
  return true
}

function cleanText(text: string): string {
  return isCleanText(text) ? text : text.toWellFormed().replaceAll('\0', '\ufffd')
}

function cleaned(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cleanText(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= maxDepth) return tooDeep
  if (Array.isArray(value)) return value.map((element) => cleaned(element, depth + 1))
  // `fromEntries` defines properties, so a key `__proto__` stays a key.
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [cleanText(key), cleaned(child, depth + 1)]))
}
