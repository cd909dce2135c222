import type { Queryable } from './database.ts'
import { migrations } from './migrations/index.ts'

/** Names of this version's migrations that have not run on this database. */
export async function pendingMigrations(queryable: Queryable): Promise<string[]> {
  const { rows: table } = await queryable.query<{ there: boolean }>(
    `select to_regclass('kysely_migration') is not null as there`,
  )
  if (!table[0]?.there) return Object.keys(migrations)
  const { rows } = await queryable.query<{ name: string }>('select name from kysely_migration')
  const done = new Set(rows.map(({ name }) => name))
  return Object.keys(migrations).filter((name) => !done.has(name))
}
