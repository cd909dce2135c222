import type { Queryable } from '../../store/database.ts'
import { shardCount } from '../shard-of.ts'

/** A cursor for every shard; made once, by whichever projector starts first. */
export async function ensureCursors(db: Queryable): Promise<void> {
  await db.query('insert into inbox_cursors (shard) select generate_series(0, $1 - 1) on conflict do nothing', [
    shardCount,
  ])
}

// One look-up in the index of each shard's newest partitions: 0.1 ms when there is nothing.
const text = /* sql */ `
select s.shard
from generate_series(0, $2::int - 1) s(shard) left join inbox_cursors c on c.shard = s.shard,
  lateral (select coalesce(c.seq, 0) as seq, coalesce(c.received_at, '-infinity') as received_at) after
where exists (
  select from inbox i
  where i.shard = s.shard and i.seq > after.seq and i.seq <= $1
    and i.received_at >= least(after.received_at, now()) - interval '1 day')
order by after.received_at`

/** Shards that have bodies up to `through` to project, the longest waiting first. */
export async function pendingShards(db: Queryable, through: number): Promise<number[]> {
  const { rows } = await db.query<{ shard: number }>({ name: 'project pending', text, values: [through, shardCount] })
  return rows.map((row) => row.shard)
}
