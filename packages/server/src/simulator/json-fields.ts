import type { Json } from './graph-error.ts'

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function objectAt(value: unknown, key: string): Json | undefined {
  const found = isObject(value) ? value[key] : undefined
  return isObject(found) ? found : undefined
}

export function textAt(value: unknown, key: string): string | undefined {
  const found = isObject(value) ? value[key] : undefined
  return typeof found === 'string' ? found : undefined
}

/** The objects of a list; none where there is no list. */
export function objectsAt(value: unknown, key: string): Json[] {
  const found = isObject(value) ? value[key] : undefined
  return Array.isArray(found) ? found.filter(isObject) : []
}

/** `id,name,events{status}` → those fields of an object; all of them when none are asked for. */
export function pickFields(object: Json, fields: string | undefined, always: readonly string[] = ['id']): Json {
  if (fields === undefined || fields.trim() === '') return object
  const wanted = new Set([
    ...always,
    ...fields
      .replaceAll(/\{[^}]*\}/g, '')
      .split(',')
      .map((field) => field.trim()),
  ])
  return Object.fromEntries(Object.entries(object).filter(([key]) => wanted.has(key)))
}

/** A page of a list, with cursors, as Graph edges have it. */
export function pageOf(
  items: readonly Json[],
  query: { readonly limit?: string | undefined; readonly after?: string | undefined },
  address: string,
): Json {
  const limit = Math.min(Math.max(Number(query.limit) || 25, 1), 100)
  const start = query.after === undefined ? 0 : positionOf(query.after)
  const data = items.slice(start, start + limit)
  if (data.length === 0) return { data }
  const cursors = { before: cursorAt(start), after: cursorAt(start + data.length) }
  const more = start + data.length < items.length
  return { data, paging: { cursors, ...(more && { next: `${address}?limit=${limit}&after=${cursors.after}` }) } }
}

function cursorAt(position: number): string {
  return Buffer.from(`at:${position}`).toString('base64url')
}

function positionOf(cursor: string): number {
  return Math.max(0, Number(/^at:(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1] ?? 0))
}
