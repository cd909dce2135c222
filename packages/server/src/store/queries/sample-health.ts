import type pg from 'pg'
import type { Queryable } from '../database.ts'
import { getProjectionLag } from './get-projection-lag.ts'
import { getSendBacklog } from './get-send-backlog.ts'

/** Samples are kept for a week: the longest span that the console draws. */
const keptDays = 7

/*
 * Counted from where the last sample ended: by seq, which both logs have an index on. Without a last sample nothing is counted,
 * for it would be everything that ever came. At most 1,000,000 of each: more in a minute is more than one database takes.
 * What commits after a later seq was seen is in no sample: a chart may miss a few of thousands.
 */
const countNew = /* sql */ `
  with last as (select inbox_seq, event_seq from health_samples order by at desc limit 1)
  select
    (select count(*)::int from last cross join generate_series(0, $1::int - 1) s
      cross join lateral (select from inbox i where i.shard = s and i.seq > last.inbox_seq
        and i.received_at > now() - interval '1 day' limit 1000000) new) as received,
    (select count(*)::int from last cross join lateral (select from events e where e.seq > last.event_seq
      and e.recorded_at > now() - interval '1 day' and e.type = 'message.accepted' limit 1000000) new) as sent,
    (select case when is_called then last_value else 0 end from inbox_seq)::text as inbox_seq,
    (select case when is_called then last_value else 0 end from events_seq)::text as event_seq`

interface NewRow {
  readonly received: number
  readonly sent: number
  readonly inbox_seq: string
  readonly event_seq: string
}

/** Writes down how the whole server stands, once a minute, and forgets what is older than a week. Of several servers one does it. */
export async function sampleHealth(pool: pg.Pool, shards: number): Promise<void> {
  const started = performance.now()
  await pool.query('select 1')
  const databaseMs = performance.now() - started
  const [lag, backlog, { rows }] = await Promise.all([
    getProjectionLag(pool, shards),
    getSendBacklog(pool),
    pool.query<NewRow>(countNew, [shards]),
  ])
  const { received = 0, sent = 0, inbox_seq = '0', event_seq = '0' } = rows[0] ?? {}
  await pool.query(
    `insert into health_samples values (now(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing`,
    [
      databaseMs,
      received,
      sent,
      lag.pending,
      lag.lagSeconds,
      lag.parked,
      backlog.queued,
      backlog.lagSeconds,
      backlog.unknown,
      backlog.deliveries,
      inbox_seq,
      event_seq,
    ],
  )
  await forgetSamples(pool)
}

async function forgetSamples(queryable: Queryable): Promise<void> {
  await queryable.query(`delete from health_samples where at < now() - make_interval(days => $1)`, [keptDays])
}
