import type { Queryable } from '../database.ts'
import { createPartitions, type MissingPartition } from './create-partition.ts'
import { partitionedTableNames } from './partitioned-tables.ts'
import { partitionName, weekOf } from './week.ts'

/**
 * Makes the weekly partitions of `inbox` and `events` that rows of now need: the week before (clocks of two machines
 * differ), this week and `weeksAhead` more. Boot and a daily job call it; when nothing is missing it is one catalogue
 * look-up. Any number of processes may call it at once.
 */
export async function ensurePartitions(db: Queryable, now: Date, weeksAhead = 4): Promise<void> {
  const weeks = Array.from({ length: weeksAhead + 2 }, (_, index) => weekOf(now, index - 1))
  await ensureWeeks(
    db,
    partitionedTableNames.flatMap((table) => weeks.map((week) => ({ table, week }))),
  )
}

/** The same for given weeks, e.g. those of the rows that a restore brings. */
export async function ensureWeeks(db: Queryable, wanted: readonly MissingPartition[]): Promise<void> {
  const { rows } = await db.query<{ name: string }>(
    'select name from unnest($1::text[]) as name where to_regclass(name) is null',
    [wanted.map(({ table, week }) => partitionName(table, week))],
  )
  const absent = new Set(rows.map((row) => row.name))
  await createPartitions(
    db,
    wanted.filter(({ table, week }) => absent.has(partitionName(table, week))),
  )
}
