import { type PostgresPool, type PostgresPoolClient, type RawBuilder, sql } from 'kysely'
import type pg from 'pg'
import { isOutdated, queryNamed } from './described-query.ts'
import { queryWithin, readLimit } from './limited-statements.ts'

const marker = '/* prepared */'

/**
 * Begins a statement that each connection shall parse and plan once instead of at every call: for these reads that is half
 * of what they cost Postgres (list_conversations, 20 rows: 0.24 ms of planning, 0.36 ms of work). After five calls Postgres
 * may keep one plan for all parameters, so: numbers that decide the plan (`limit`) go into the text by `sql.lit`, and a
 * statement whose best plan depends on a parameter (how common a word is) is not prepared.
 */
export const prepared: RawBuilder<unknown> = sql.raw(marker)

/** A text is named when it comes for the third time, so that odd filters and limits do not take the place of common ones. */
const timesBefore = 2
const mostCounted = 1_000
/** Each is kept in every connection, with up to 270 KB; further ones are planned at every call. */
const mostStatements = 60

/** As much of a pool as Kysely asks for. */
export type KyselyPool = Pick<pg.Pool, 'options' | 'connect' | 'end'>

/** The pool as Kysely uses it, with marked statements under a name of their own. */
export function preparingPool(pool: KyselyPool): PostgresPool {
  const names = new Map<string, string>()
  const times = new Map<string, number>()
  // Kysely remembers what it knows of a client by identity.
  const wrapped = new WeakMap<pg.PoolClient, PostgresPoolClient>()

  function nameOf(text: string): string | undefined {
    if (!text.startsWith(marker)) return undefined
    const known = names.get(text)
    if (known !== undefined || names.size >= mostStatements) return known
    const before = times.get(text) ?? 0
    if (times.size >= mostCounted) times.clear()
    times.set(text, before + 1)
    if (before < timesBefore) return undefined
    const name = `switchboard_${names.size + 1}`
    names.set(text, name)
    return name
  }

  function wrap(client: pg.PoolClient): PostgresPoolClient {
    const query = (text: string, values: readonly unknown[]) => {
      const name = nameOf(text)
      const statement = { ...(name === undefined ? {} : { name }), text, values: [...values] }
      const limit = readLimit(text)
      if (limit !== undefined) return queryWithin(client, limit, statement)
      return name === undefined ? client.query(statement) : queryNamed(client, statement)
    }
    // Known since the connection was made, though pg's types do not have it.
    const { processID } = client as { processID?: number }
    const made: PostgresPoolClient = {
      // Kysely's other form, with a cursor, is for streaming, which is not configured here.
      query: query as unknown as PostgresPoolClient['query'],
      release: (destroy?: boolean) => client.release(destroy === true || isOutdated(client)),
      ...(processID === undefined ? {} : { processID }),
    }
    wrapped.set(client, made)
    return made
  }

  return {
    options: pool.options,
    async connect() {
      const client = await pool.connect()
      return wrapped.get(client) ?? wrap(client)
    },
    end: () => pool.end(),
  }
}
