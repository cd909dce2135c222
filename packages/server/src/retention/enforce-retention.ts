import type pg from 'pg'
import { dropPartitionsBefore } from '../store/partitions/drop-partitions-before.ts'

export interface RetentionOptions {
  readonly now: Date
  /** Days that messages, calls, raw bodies and events are kept. */
  readonly retentionDays: number
  /** Stops between two batches. */
  readonly signal?: AbortSignal
}

export interface RetentionReport {
  readonly cutoff: Date
  readonly partitionsDropped: readonly string[]
  /** Rows deleted, by table. */
  readonly rowsDeleted: Readonly<Record<string, number>>
}

const batchRows = 5_000
const dayMilliseconds = 86_400_000

/**
 * Lets go of what is older than the retention period. Whole weeks of the inbox and of events go by dropping their partitions;
 * the week in which the cutoff lies, messages, calls and facts go in batches, each its own transaction, so nothing waits long
 * and an interrupted run is finished by the next. A body that is not projected yet is never let go.
 */
export async function enforceRetention(pool: pg.Pool, options: RetentionOptions): Promise<RetentionReport> {
  const cutoff = new Date(options.now.getTime() - options.retentionDays * dayMilliseconds)
  const projected = await projectedUpTo(pool)
  const inboxCutoff = projected !== null && projected < cutoff ? projected : cutoff
  const partitionsDropped = [
    ...(await dropPartitionsBefore(pool, 'inbox', inboxCutoff)),
    ...(await dropPartitionsBefore(pool, 'events', cutoff)),
  ]
  const rowsDeleted: Record<string, number> = {}
  for (const [table, statement] of oldRows) {
    const before = table === 'inbox' ? inboxCutoff : cutoff
    rowsDeleted[table] = await deleteInBatches(pool, statement, before, options.signal)
  }
  return { cutoff, partitionsDropped, rowsDeleted }
}

/** When the oldest body that still waits for projection came in; null where none waits. */
async function projectedUpTo(pool: pg.Pool): Promise<Date | null> {
  const { rows } = await pool.query<{ received_at: Date | null }>(
    `select min(oldest.received_at) as received_at
     from generate_series(0, (select coalesce(max(shard), 0) from inbox_cursors)) as shards(shard)
     left join inbox_cursors c using (shard)
     cross join lateral (
       select received_at from inbox i where i.shard = shards.shard and i.seq > coalesce(c.seq, 0) order by seq limit 1
     ) oldest`,
  )
  return rows[0]?.received_at ?? null
}

async function deleteInBatches(pool: pg.Pool, statement: string, before: Date, signal?: AbortSignal): Promise<number> {
  let deleted = 0
  while (!signal?.aborted) {
    const { rows } = await pool.query<{ n: number }>(statement, [before, batchRows])
    deleted += rows[0]?.n ?? 0
    if ((rows[0]?.n ?? 0) < batchRows) break
  }
  return deleted
}

// Each deletes a batch and answers how many rows of the named table went. Dependants go in the same statement.
const oldRows: readonly (readonly [string, string])[] = [
  [
    'messages',
    /* sql */ `
with old as (select id, account_id, wamid from messages where sent_at < $1 order by sent_at limit $2),
  s as (delete from statuses where message_id in (select id from old)),
  d as (delete from media where message_id in (select id from old)),
  r as (delete from reactions using old where reactions.account_id = old.account_id and target_wamid = old.wamid),
  v as (delete from revisions using old where revisions.account_id = old.account_id and target_wamid = old.wamid),
  m as (delete from messages where id in (select id from old) returning 1)
select count(*)::int as n from m`,
  ],
  [
    'broadcast_recipients',
    simple(
      'broadcast_recipients',
      'broadcast_id, position',
      'broadcast_id in (select id from broadcasts where finished_at < $1)',
    ),
  ],
  ['media', simple('media', 'id', 'message_id is null and created_at < $1')],
  ['reactions', simple('reactions', 'account_id, wamid', 'at < $1')],
  ['revisions', simple('revisions', 'account_id, wamid', 'at < $1')],
  [
    'call_events',
    simple('call_events', 'call_id, event, fingerprint', 'call_id in (select id from calls where last_event_at < $1)'),
  ],
  ['calls', simple('calls', 'id', 'last_event_at < $1')],
  ['account_facts', simple('account_facts', 'id', olderFact())],
  ['inbox', simple('inbox', 'seq', 'received_at < $1', 'received_at < $1 and ')],
  [
    'inbox_parked',
    simple('inbox_parked', 'seq', 'received_at < $1 and not exists (select from inbox i where i.seq = t.seq)'),
  ],
  ['events', simple('events', 'seq', 'recorded_at < $1', 'recorded_at < $1 and ')],
]

function simple(table: string, key: string, old: string, prune = ''): string {
  return /* sql */ `
with old as (select ${key} from ${table} t where ${old} limit $2),
  gone as (delete from ${table} where ${prune}(${key}) in (select ${key} from old) returning 1)
select count(*)::int as n from gone`
}

/** The latest fact of a subject says how things are now, so it stays however old it is. */
function olderFact(): string {
  return `at < $1 and exists (
    select from account_facts newer where newer.workspace_id = t.workspace_id and newer.field = t.field
      and newer.subject is not distinct from t.subject and newer.account_id is not distinct from t.account_id and newer.at > t.at)`
}
