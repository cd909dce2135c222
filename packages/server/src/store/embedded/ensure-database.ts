import pg from 'pg'

/** Of the embedded Postgres. */
export const databaseName = 'switchboard'

const duplicateDatabase = '42P04'
const uniqueViolation = '23505'

/** Makes the database unless it is there; two processes may do so at once. `connectionString` is of another database. */
export async function ensureDatabase(connectionString: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`)
  } catch (error) {
    const made = error instanceof pg.DatabaseError && [duplicateDatabase, uniqueViolation].includes(error.code ?? '')
    if (!made) throw error
  } finally {
    await client.end()
  }
}
