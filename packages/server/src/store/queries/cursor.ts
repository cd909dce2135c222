import { hash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { Refusal } from '../../refusal.ts'

/** Names one list with its filters, so that a cursor can't be carried into another. `limit` may change between pages. */
export interface CursorScope {
  readonly list: string
  readonly filters: object
}

const version = 1
/** Longer than any sort key of ours: what is longer is not parsed. */
const longestCursor = 400

/** Opaque to callers: base64url of version, scope and the sort key of the last row on the page. */
export function encodeCursor(scope: CursorScope, key: readonly string[]): string {
  return Buffer.from(JSON.stringify([version, fingerprint(scope), ...key])).toString('base64url')
}

/** @throws {Refusal} `invalid-cursor` unless `encodeCursor` made it for the same scope, with parts that match `shape`. */
export function decodeCursor(scope: CursorScope, cursor: string, shape: readonly KeyPart[]): string[] {
  const parts = parse(cursor)
  const key = parts.slice(2)
  const genuine =
    parts[0] === version &&
    parts[1] === fingerprint(scope) &&
    key.length === shape.length &&
    key.every((part, index): part is string => typeof part === 'string' && shape[index]?.(part) === true)
  if (!genuine) {
    throw new Refusal('invalid-cursor', {
      detail: `This list (${scope.list}) did not give out the cursor, or not with these filters. Begin again without a cursor.`,
    })
  }
  return key as string[] // every part was tested above
}

function parse(cursor: string): unknown[] {
  if (cursor.length > longestCursor) return []
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return Array.isArray(parsed) ? parsed : []
  } catch {
    return [] // not JSON, so not ours
  }
}

function fingerprint({ list, filters }: CursorScope): string {
  const given = Object.entries(filters)
    .filter(([, value]) => value !== undefined && value !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return hash('sha256', JSON.stringify([list, given]), 'base64url').slice(0, 8)
}

/** Whether a part of a sort key is one that Postgres can read: a made-up cursor must not make a query fail. */
export type KeyPart = (part: string) => boolean

const uuid: KeyPart = (part) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(part)

/** As `instantText` writes it: with microseconds, which a JavaScript Date would cut off, and on a day that exists. */
const instant: KeyPart = (part) => {
  if (!/^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(part)) return false
  const milliseconds = part.slice(0, 23)
  const date = new Date(`${milliseconds}Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(milliseconds)
}

/** A rank, as Postgres writes a float4 that is neither negative nor large. */
const rank: KeyPart = (part) => /^\d{1,6}(\.\d{1,20})?(e-([012]\d|3[0-7]))?$/.test(part)

/** A name as it is sorted by: Postgres takes no NUL, and none of ours is longer. */
const name: KeyPart = (part) => part.length <= 80 && part.isWellFormed() && !part.includes('\0')

/** Sort keys of lists: by time then id, by id, by rank then time and id, by name then id. */
export const timeAndId: readonly KeyPart[] = [instant, uuid]
export const idOnly: readonly KeyPart[] = [uuid]
export const textAndId: readonly KeyPart[] = [name, uuid]
export const rankTimeAndId: readonly KeyPart[] = [rank, instant, uuid]

/** A timestamp column as cursors carry it. */
export function instantText(column: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
}
