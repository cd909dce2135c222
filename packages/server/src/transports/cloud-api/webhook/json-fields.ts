import { createHash } from 'node:crypto'

export type JsonObject = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function objectAt(object: JsonObject, key: string): JsonObject | undefined {
  const value = object[key]
  return isObject(value) ? value : undefined
}

/** A string; numbers and booleans as their text, since senders mix them up. Empty text counts as text. */
export function textAt(object: JsonObject, key: string): string | undefined {
  const value = object[key]
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

/** As `textAt`, but nothing for empty text. */
export function wordAt(object: JsonObject, key: string): string | undefined {
  const text = textAt(object, key)
  return text === undefined || text.trim() === '' ? undefined : text
}

/** A finite number, also written as a string. */
export function numberAt(object: JsonObject, key: string): number | undefined {
  const value = object[key]
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value !== 'string' || value.trim() === '') return undefined
  const number = Number(value)
  return Number.isFinite(number) ? number : undefined
}

export function flagAt(object: JsonObject, key: string): boolean {
  const value = object[key]
  return value === true || value === 'true'
}

/** The elements of a list; anything else that is there counts as a list of one, so that it is not lost. */
export function listAt(object: JsonObject, key: string): readonly unknown[] {
  const value = object[key]
  if (Array.isArray(value)) return value
  return value === undefined || value === null ? [] : [value]
}

/** The beginning of a text; half a surrogate pair at the cut becomes U+FFFD. */
export function cut(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : text.slice(0, maxLength).toWellFormed()
}

/** Postgres' btree holds at most 2.7 KB a key, and one character takes up to four bytes. */
const maxIdLength = 400

/** An id that fits an index. A longer one is replaced by its hash: equal ids stay equal. */
export function idAt(object: JsonObject, key: string): string | undefined {
  const id = wordAt(object, key)
  return id === undefined ? undefined : boundedId(id)
}

export function boundedId(id: string): string {
  return id.length <= maxIdLength ? id : `long:${sha256(id)}`
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
