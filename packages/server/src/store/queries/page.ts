import { type CursorScope, encodeCursor } from './cursor.ts'

/** A page of a list; `nextCursor` is null on the last one. */
export interface Page<Item> {
  readonly items: Item[]
  readonly nextCursor: string | null
}

export interface PageArgs {
  readonly cursor?: string | undefined
  /** 1 to 200; 50 where absent. */
  readonly limit?: number | undefined
}

const defaultLimit = 50
const largestLimit = 200

export function pageLimit(args: PageArgs): number {
  return Math.min(Math.max(Math.trunc(args.limit ?? defaultLimit), 1), largestLimit)
}

/**
 * Cuts a page out of `limit + 1` rows: the row too many only proves that there is a next page.
 */
export function cutPage<Row>(
  rows: readonly Row[],
  limit: number,
  scope: CursorScope,
  keyOf: (row: Row) => readonly string[],
): { rows: readonly Row[]; nextCursor: string | null } {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const nextCursor = rows.length > limit && last !== undefined ? encodeCursor(scope, keyOf(last)) : null
  return { rows: page, nextCursor }
}
