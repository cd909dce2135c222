import type pg from 'pg'
import { dropPartitionsBefore } from '../store/partitions/drop-partitions-before.ts'

/** Of every delivery and its attempts; whole weeks go, so some stay up to six days longer. */
export const keptDays = 30

/** A job. A delivery that is still pending by then waits for an endpoint that has been switched off for a month. */
export async function dropOldDeliveries(pool: pg.Pool, now: Date): Promise<void> {
  await dropPartitionsBefore(pool, 'webhook_deliveries', new Date(now.getTime() - keptDays * 86_400_000))
}
