import type pg from 'pg'
import { weekOf } from '../../store/partitions/week.ts'

/** One raw body on its way to the inbox. */
export interface InboxRow {
  readonly transport: string
  readonly shard: number
  /** 32 bytes as latin1 text: a string is a map's key, and costs the garbage collector less than a Buffer of its own. */
  readonly sha256: string
  readonly body: Buffer
}

/**
 * Many bodies in one statement, which is one transaction: the price of the commit is shared by all.
 *
 * - The transaction's id is drawn (`x`) before the first number, as store/log/settled-watermark.ts demands.
 * - `on conflict` knows this week's partition only ($2 is its beginning), so the older ones of the last 14 days, twice as
 *   long as Meta repeats, are asked. batch-connection.ts binds the plan to their indexes: it is made while a partition is
 *   empty and must still be right when it holds ten million rows.
 * - Bodies and hashes come as one value each, cut up here. As `bytea[]` they would travel as hexadecimal text: measured in
 *   batches of 128, 26 µs a row in Postgres instead of 12, and 9 µs in Node instead of 6.
 * - Unnesting keeps the order of arrival, so numbers follow it.
 */
export const insertRowsStatement = `
with x as materialized (select pg_current_xact_id() as xid),
stored as (
  insert into inbox (seq, received_at, transport, shard, body_sha256, body)
  select nextval('inbox_seq'), $1::timestamptz, fresh.transport, fresh.shard, fresh.sha256, fresh.body
  from x, (
    select transport, shard,
      substring($5::bytea from (32 * n - 31)::int for 32) as sha256,
      substring($9::bytea from start for length) as body
    from unnest($3::text[], $4::smallint[], $6::int[], $7::int[]) with ordinality as r (transport, shard, start, length, n)
  ) as fresh
  where x.xid is not null
    and not exists (
      select from inbox as old
      where old.body_sha256 = fresh.sha256
        and old.received_at >= $1::timestamptz - interval '14 days' and old.received_at < $2::timestamptz
    )
  on conflict do nothing
  returning body_sha256
)
select count(*)::int as count, case when count(*) < $8::int then array_agg(body_sha256) end as hashes from stored`

/**
 * @param rows each with a hash of its own.
 * @param join puts bodies one after the other; what it gives is read before the promise resolves, not after.
 * @returns the rows that were stored, or `all` of them; the others were there already.
 */
export async function insertRows(
  client: pg.ClientBase,
  rows: readonly InboxRow[],
  receivedAt: Date,
  join: (bodies: readonly Buffer[]) => Buffer = Buffer.concat,
): Promise<ReadonlySet<InboxRow> | 'all'> {
  const values = insertRowsValues(rows, receivedAt, join)
  const result = await client.query<{ count: number; hashes: Buffer[] | null }>({
    name: 'inbox-insert-rows',
    text: insertRowsStatement,
    values,
  })
  const { count, hashes } = result.rows[0] ?? { count: 0, hashes: null }
  if (count === rows.length) return 'all'
  const stored = new Set(hashes?.map((sha256) => sha256.toString('latin1')))
  return new Set(rows.filter((row) => stored.has(row.sha256)))
}

/**
 * The statement's parameters, in its order. The bodies are the last: the driver doubles its buffer when something comes after
 * what filled it, and copies all of it.
 */
export function insertRowsValues(
  rows: readonly InboxRow[],
  receivedAt: Date,
  join: (bodies: readonly Buffer[]) => Buffer = Buffer.concat,
): unknown[] {
  const starts: number[] = []
  let start = 1
  for (const { body } of rows) {
    starts.push(start)
    start += body.length
  }
  return [
    receivedAt.toISOString(),
    weekOf(receivedAt).from.toISOString(),
    `{${rows.map(({ transport }) => quoted(transport)).join(',')}}`,
    integers(rows.map((row) => row.shard)),
    Buffer.from(rows.map((row) => row.sha256).join(''), 'latin1'),
    integers(starts),
    integers(rows.map((row) => row.body.length)),
    rows.length,
    join(rows.map((row) => row.body)),
  ]
}

/** An array of integers as Postgres writes it; `pg` would look at each for what needs quoting. */
function integers(values: readonly number[]): string {
  return `{${values.join(',')}}`
}

/** An element of an array of texts as Postgres writes it. */
function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`
}
