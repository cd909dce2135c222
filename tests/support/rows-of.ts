import { readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'

/** Asks the embedded Postgres of the server that runs, or has just been killed, on this data directory. */
export async function rowsOf<Row>(
  dataDirectory: string,
  statement: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const { databaseUrl } = JSON.parse(readFileSync(path.join(dataDirectory, 'server.json'), 'utf8')) as {
    databaseUrl: string // the server writes it
  }
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    // pg types rows by what the caller says of its own statement.
    return (await client.query(statement, [...values])).rows as Row[]
  } finally {
    await client.end()
  }
}
