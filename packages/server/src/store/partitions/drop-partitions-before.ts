import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import type { Queryable } from '../database.ts'
import { listPartitions } from './list-partitions.ts'
import type { PartitionedTable } from './partitioned-tables.ts'

const lockNotAvailable = '55P03'
const attempts = 20

/**
 * Drops the partitions of `table` whose every row is older than `before`; the week that `before` lies in stays.
 *
 * Dropping locks the parent, and everything that comes while the drop waits for its lock waits too. So it waits 200 ms at
 * most, lets the others pass and tries again.
 *
 * @returns the names of the partitions that are gone.
 * @throws the lock timeout (55P03) when some transaction held the table throughout 20 attempts.
 */
export async function dropPartitionsBefore(db: Queryable, table: PartitionedTable, before: Date): Promise<string[]> {
  const old = (await listPartitions(db, table)).filter(({ week }) => week.to <= before)
  for (const { name } of old) await dropPatiently(db, name)
  return old.map(({ name }) => name)
}

async function dropPatiently(db: Queryable, name: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await db.query(`do $$ begin
        perform set_config('lock_timeout', '200ms', true);
        drop table if exists ${name};
      end $$`)
      return
    } catch (error) {
      const busy = error instanceof pg.DatabaseError && error.code === lockNotAvailable
      if (!busy || attempt === attempts) throw error
      await wait(200)
    }
  }
}
