import type pg from 'pg'
import type { Queryable } from '../store/database.ts'

/**
 * A handle that asks the same named query with the same values once, for as long as the handle is used: of many messages that name
 * one template, its row is read once. For reads within one transaction only.
 */
export function rememberReads(db: Queryable): Queryable {
  const answers = new Map<string, Promise<pg.QueryResult>>()
  const query = (asked: pg.QueryConfig | string, values?: unknown[]): Promise<pg.QueryResult> => {
    if (typeof asked === 'string' || asked.name === undefined) return db.query(asked, values)
    const key = JSON.stringify([asked.name, asked.values ?? values])
    const before = answers.get(key)
    if (before) return before
    const answer = db.query(asked, values)
    answers.set(key, answer)
    return answer
  }
  // `query` has more overloads (callbacks, streams), which nobody who reads uses.
  return { query: query as Queryable['query'] }
}
