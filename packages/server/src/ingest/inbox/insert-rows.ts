import type pg from 'pg'

/** One raw body on its way to the inbox. */
export interface InboxRow {
  readonly transport: string
  readonly shard: number
  readonly sha256: Buffer
  readonly body: Buffer
}

/**
 * Many bodies in one statement, which is one transaction: the price of the commit is shared by all.
 *
 * - The transaction's id is drawn (`x`) before the first number, as store/log/settled-watermark.ts demands.
 * - `on conflict` knows this week's partition only, so older ones are asked: for 14 days, twice as long as Meta repeats.
 *   As a subquery per row, not a join, and with sequential scans off (batch-connection.ts), because the plan is made
 *   while a partition is empty and must still be right when it holds ten million rows.
 * - Unnesting keeps the order of arrival, so numbers follow it.
 */
export const insertRowsStatement = `
with x as materialized (select pg_current_xact_id() as xid),
stored as (
  insert into inbox (seq, received_at, transport, shard, body_sha256, body)
  select nextval('inbox_seq'), $1::timestamptz, fresh.transport, fresh.shard, fresh.sha256, fresh.body
  from x, unnest($2::text[], $3::smallint[], $4::bytea[], $5::bytea[]) as fresh (transport, shard, sha256, body)
  where x.xid is not null
    and not exists (
      select from inbox as old
      where old.body_sha256 = fresh.sha256 and old.received_at >= $1::timestamptz - interval '14 days'
    )
  on conflict do nothing
  returning body_sha256
)
select body_sha256 from stored`

/**
 * @param rows each with a hash of its own.
 * @returns the hashes that were stored, as latin1 text; the others were there already.
 */
export async function insertRows(
  client: pg.ClientBase,
  rows: readonly InboxRow[],
  receivedAt: Date,
): Promise<Set<string>> {
  const result = await client.query<{ body_sha256: Buffer }>({
    name: 'inbox-insert-rows',
    text: insertRowsStatement,
    values: [
      receivedAt.toISOString(),
      rows.map((row) => row.transport),
      rows.map((row) => row.shard),
      rows.map((row) => row.sha256),
      rows.map((row) => row.body),
    ],
  })
  return new Set(result.rows.map((row) => row.body_sha256.toString('latin1')))
}
