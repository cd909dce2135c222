import { type Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { migrations } from './migrations/index.ts'

/** The database was migrated by a later version of the program than this one. */
export class NewerSchemaError extends Error {
  override readonly name = 'NewerSchemaError'

  constructor(migrations: readonly string[]) {
    super(
      `The database was brought up by a newer Switchboard: it has ${migrations.join(', ')}, which this version does not know.\n` +
        'Start that newer version, or restore a backup that was taken before it. Nothing was changed.',
    )
  }
}

/**
 * Brings the schema up to this version. Two processes may start at once: Kysely takes an advisory lock, and all pending
 * migrations run in one transaction, so a crash leaves the schema as it was.
 *
 * @returns the names of the migrations that ran.
 * @throws {NewerSchemaError}
 */
export async function migrate<Schema>(db: Kysely<Schema>): Promise<string[]> {
  const unknown = await newerMigrations(db)
  if (unknown.length > 0) throw new NewerSchemaError(unknown)
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } })
  const { error, results } = await migrator.migrateToLatest()
  if (error) throw error
  return (results ?? []).filter((result) => result.status === 'Success').map((result) => result.migrationName)
}

/** What ran in this database and is not among ours; Kysely would call it corrupted. */
async function newerMigrations<Schema>(db: Kysely<Schema>): Promise<string[]> {
  const { rows: found } = await sql<{
    there: boolean
  }>`select to_regclass('kysely_migration') is not null as there`.execute(db)
  if (!found[0]?.there) return []
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  return rows.map(({ name }) => name).filter((name) => !(name in migrations))
}
