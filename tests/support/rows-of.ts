import { readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'

/** Of the embedded Postgres of the server that runs, or has just been killed, on this data directory. */
export function databaseUrlOf(dataDirectory: string): string {
  const { databaseUrl } = JSON.parse(readFileSync(path.join(dataDirectory, 'server.json'), 'utf8')) as {
    databaseUrl: string // the server writes it
  }
  return databaseUrl
}

/** For several statements. */
export function poolOf(dataDirectory: string): pg.Pool & AsyncDisposable {
  const pool = new pg.Pool({ connectionString: databaseUrlOf(dataDirectory), max: 2 })
  return Object.assign(pool, { [Symbol.asyncDispose]: () => pool.end() })
}

/** Asks it once. */
export async function rowsOf<Row>(
  dataDirectory: string,
  statement: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  await using pool = poolOf(dataDirectory)
  // pg types rows by what the caller says of its own statement.
  return (await pool.query(statement, [...values])).rows as Row[]
}
