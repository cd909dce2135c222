import type { Queryable } from '../database.ts'

export interface ProjectionLag {
  /** Bodies that wait to be projected; at most `countedAtMost` per shard are counted. */
  readonly pending: number
  /** How long the oldest of them has waited; 0 when none waits. */
  readonly lagSeconds: number
  readonly parked: number
}

const countedAtMost = 100_000

/**
 * Reads only what is after the cursors, by the index (shard, seq). Partitions from before a cursor's last body stay closed
 * (less a day, since reception times of two machines may be out of order by their clocks).
 */
const query = /* sql */ `
  select coalesce(sum(waiting.n), 0)::int as pending,
    coalesce(extract(epoch from now() - min(oldest.received_at)), 0)::float8 as lag,
    (select count(*)::int from inbox_parked) as parked
  from generate_series(0, $1::int - 1) s
  left join inbox_cursors c on c.shard = s
  cross join lateral (
    select count(*) as n from (
      select 1 from inbox i
      where i.shard = s and i.seq > coalesce(c.seq, 0)
        and i.received_at >= coalesce(c.received_at, '-infinity') - interval '1 day'
      limit ${countedAtMost}) counted) waiting
  left join lateral (
    select i.received_at from inbox i
    where i.shard = s and i.seq > coalesce(c.seq, 0)
      and i.received_at >= coalesce(c.received_at, '-infinity') - interval '1 day'
    order by i.seq limit 1) oldest on true`

export async function getProjectionLag(queryable: Queryable, shards: number): Promise<ProjectionLag> {
  const { rows } = await queryable.query<{ pending: number; lag: number; parked: number }>(query, [shards])
  const row = rows[0]
  return { pending: row?.pending ?? 0, lagSeconds: Math.max(row?.lag ?? 0, 0), parked: row?.parked ?? 0 }
}
