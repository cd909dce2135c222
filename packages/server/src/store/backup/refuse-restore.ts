import type { Queryable } from '../database.ts'
import { migrations } from '../migrations/index.ts'
import { BackupError } from './backup-error.ts'
import { listTables, tableName } from './list-tables.ts'
import type { VerifiedBackup } from './verify.ts'

/** @throws BackupError `newer_schema`: a migration ran there that this version does not have. */
export function refuseNewerSchema({ header }: VerifiedBackup): void {
  const unknown = header.migrations.filter((name) => !(name in migrations))
  if (unknown.length === 0) return
  throw new BackupError(
    'newer_schema',
    `The backup was taken by a newer Switchboard: its schema has ${unknown.join(', ')}, which this one does not know. ` +
      'Nothing was changed. Restore it with that version or a later one.',
  )
}

/** @throws BackupError `in_use`: a server that went on through a restore would mix its rows with the restored ones. */
export async function refuseOthers(db: Queryable): Promise<void> {
  const { rows } = await db.query<{ name: string; pid: number }>(
    `select coalesce(nullif(application_name, ''), 'unnamed') as name, pid from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
  )
  if (rows.length === 0) return
  throw new BackupError(
    'in_use',
    `Others are connected to the database (${rows.map(({ name, pid }) => `${name}, pid ${pid}`).join('; ')}). ` +
      'Stop the server, then restore.',
  )
}

/** @throws BackupError `not_empty`, naming what is there. */
export async function refuseRows(db: Queryable): Promise<void> {
  const full: string[] = []
  for (const { name } of await listTables(db)) {
    const { rowCount } = await db.query(`select from ${tableName(name)} limit 1`)
    if (rowCount) full.push(name)
  }
  if (full.length === 0) return
  throw new BackupError(
    'not_empty',
    `The database is not empty: there are rows in ${full.join(', ')}. With --force they are all replaced by those of the ` +
      'backup. Back them up first if in doubt.',
  )
}
