import type { Queryable } from '../database.ts'
import type { PartitionedTable } from './partitioned-tables.ts'
import { type Week, weekOfPartition } from './week.ts'

export interface Partition {
  readonly name: string
  readonly week: Week
}

/** The table's partitions, the oldest first. Partitions that somebody named otherwise are not ours and not listed. */
export async function listPartitions(db: Queryable, table: PartitionedTable): Promise<Partition[]> {
  const { rows } = await db.query<{ name: string }>(
    `select relname as name from pg_inherits join pg_class on pg_class.oid = inhrelid
     where inhparent = to_regclass($1) order by relname`,
    [table],
  )
  return rows.flatMap(({ name }) => {
    const week = weekOfPartition(table, name)
    return week ? [{ name, week }] : []
  })
}
