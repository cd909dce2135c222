import { type RawBuilder, sql } from 'kysely'
import type pg from 'pg'
import { queryLimited } from './limited-query.ts'

/**
 * Behind `prepared`, if that is there: a reading statement that Postgres ends after so many milliseconds (SQLSTATE 57014, see
 * with-time-limit.ts). It gets a transaction of its own, for the limit ends with that, at the price of no further way to
 * Postgres (see limited-query.ts).
 *
 * A statement with a name is run by the one plan that serves all parameters. Left to itself Postgres compares estimates, and
 * for some it planned at every call what it then did not do otherwise.
 */
export function within(milliseconds: number): RawBuilder<unknown> {
  return sql.raw(`/* within ${Math.trunc(milliseconds)} ms */`)
}

const marked = /^(?:\/\* prepared \*\/)?\/\* within (\d+) ms \*\//

/** Milliseconds; undefined where the text bears no mark. */
export function readLimit(text: string): number | undefined {
  const [, limit] = marked.exec(text) ?? []
  return limit === undefined ? undefined : Number(limit)
}

/** In a transaction of the caller's it takes part in that, and leaves it its limit. */
export async function queryWithin(
  client: pg.PoolClient,
  milliseconds: number,
  statement: pg.QueryConfig,
): Promise<pg.QueryResult> {
  // Of one that has failed (E) too: it is the caller's to end.
  if (['T', 'E'].includes(client.getTransactionStatus() ?? '')) {
    const [, result] = await inOrder(client, [{ text: `set local statement_timeout = ${milliseconds}` }, statement])
    if (result === undefined) throw new Error('no statement was answered')
    return result
  }
  return queryLimited(client, milliseconds, statement)
}

/** All of them come to their end, before the first error is thrown. */
async function inOrder(client: pg.PoolClient, statements: readonly pg.QueryConfig[]): Promise<pg.QueryResult[]> {
  // A Client at runtime, whose type has it; the pool's type for one has not.
  const { pipeline } = client as { pipeline?: boolean }
  const sent: Promise<pg.QueryResult>[] = []
  for (const statement of statements) {
    const answer = client.query(statement)
    sent.push(answer)
    if (!pipeline) await answer.catch(() => {})
  }
  await Promise.allSettled(sent)
  return Promise.all(sent)
}
