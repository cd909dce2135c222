import type { Queryable } from '../database.ts'
import { type PartitionedTable, partitionedTables } from './partitioned-tables.ts'
import { partitionName, type Week } from './week.ts'

export interface MissingPartition {
  readonly table: PartitionedTable
  readonly week: Week
}

/**
 * Makes the partitions in one statement, so in one transaction, whether `db` is the pool or a client. A second process
 * that does the same waits for the advisory lock and then finds them.
 *
 * A table is made apart and attached: `create table … partition of` would lock the parent against every insert (and wait
 * behind every reader while it does), `attach` lets both go on.
 */
export async function createPartitions(db: Queryable, missing: readonly MissingPartition[]): Promise<void> {
  if (missing.length === 0) return
  await db.query(`do $$ begin
    perform pg_advisory_xact_lock(hashtextextended('switchboard partitions', 0));
    ${missing.map(creation).join('\n')}
  end $$`)
}

function creation({ table, week }: MissingPartition): string {
  const name = partitionName(table, week)
  const { timeColumn, uniqueColumn } = partitionedTables[table]
  const [from, to] = [week.from.toISOString(), week.to.toISOString()]
  const unique = uniqueColumn
    ? `create unique index ${name}_${uniqueColumn} on ${name} (${uniqueColumn});
       alter table ${name} drop constraint ${name}_bounds;`
    : `alter table ${name} drop constraint ${name}_bounds;`
  // Asked of pg_inherits and not by to_regclass: that answers from the session's cache, which waiting for an advisory lock does
  // not bring up to date.
  return `if not exists (select from pg_inherits join pg_class on pg_class.oid = inhrelid
      where inhparent = '${table}'::regclass and relname = '${name}') then
    create table ${name} (like ${table} including defaults including constraints including storage,
      constraint ${name}_bounds check (${timeColumn} >= '${from}' and ${timeColumn} < '${to}'));
    alter table ${table} attach partition ${name} for values from ('${from}') to ('${to}');
    ${unique}
  end if;`
}
