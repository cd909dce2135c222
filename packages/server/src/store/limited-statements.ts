import { type RawBuilder, sql } from 'kysely'
import type pg from 'pg'

/**
 * Behind `prepared`, if that is there: a reading statement that Postgres ends after so many milliseconds (SQLSTATE 57014, see
 * with-time-limit.ts). It gets a transaction of its own, for the limit ends with that, and on a connection that pipelines
 * all of it is written at once: where nothing but this statement is to be limited, a way to Postgres instead of three.
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
  const limit = `set local statement_timeout = ${milliseconds}`
  const plan = statement.name === undefined ? '' : '; set local plan_cache_mode = force_generic_plan'
  // Of one that has failed (E) too: a commit here would end it behind the caller's back, who would go on without one.
  const isCallers = ['T', 'E'].includes(client.getTransactionStatus() ?? '')
  const [, result] = isCallers
    ? await inOrder(client, [{ text: limit }, statement])
    : await inOrder(client, [
        { text: `start transaction read only; ${limit}${plan}` },
        statement,
        // After an error Postgres rolls back instead.
        { text: 'commit' },
      ])
  if (result === undefined) throw new Error('no statement was answered')
  return result
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
