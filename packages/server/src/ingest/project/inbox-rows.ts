import type { Queryable } from '../../store/database.ts'
import type { TransportName } from '../../transports/webhook-reader.ts'

/** One raw body as the inbox holds it. */
export interface InboxRow {
  readonly seq: number
  readonly receivedAt: Date
  readonly transport: TransportName
  readonly body: Buffer
}

export interface ShardCursor {
  readonly seq: number
  /** When the last projected row was received: older partitions need not be looked at. */
  readonly receivedAt: Date | null
}

/** A batch holds no more bodies than fit in this, except that one body always fits: bodies go up to 3 MB. */
const maxBatchBytes = 8 * 1024 * 1024

// Holding the row is holding the shard. Another projector that finds it held goes on to the next shard.
const lockText = /* sql */ `
select seq, nullif(received_at, '-infinity') as "receivedAt" from inbox_cursors where shard = $1 for update skip locked`

/** @returns null where another projector holds the shard. */
export async function lockCursor(client: Queryable, shard: number): Promise<ShardCursor | null> {
  const { rows } = await client.query<ShardCursor>({ name: 'project lock cursor', text: lockText, values: [shard] })
  return rows[0] ?? null
}

// The bound on received_at lets Postgres skip partitions of weeks that are done. It is a day below the last row's, and never
// above the database's own clock: a server whose clock ran ahead and was put right must not hide what it received next.
const readText = /* sql */ `
select seq, received_at as "receivedAt", transport, body
from (
  select seq, received_at, transport, body,
    row_number() over by_seq as number, sum(octet_length(body)) over by_seq as bytes
  from (
    select seq, received_at, transport, body from inbox
    where shard = $1 and seq > $2 and seq <= $3
      and received_at >= least($4::timestamptz, now()) - interval '1 day'
    order by seq limit $5
  ) next
  window by_seq as (order by seq)
) measured
where number = 1 or bytes <= ${maxBatchBytes}
order by seq`

export interface ReadRequest {
  readonly shard: number
  readonly after: ShardCursor
  /** The settled watermark: rows above it may still be joined by lower ones. */
  readonly through: number
  readonly limit: number
}

export async function readInbox(client: Queryable, request: ReadRequest): Promise<InboxRow[]> {
  const from = request.after.receivedAt?.toISOString() ?? '-infinity'
  const values = [request.shard, request.after.seq, request.through, from, request.limit]
  const { rows } = await client.query<InboxRow>({ name: 'project read inbox', text: readText, values })
  return rows
}

const advanceText = /* sql */ `
update inbox_cursors set seq = $2, received_at = $3, projected_at = now() where shard = $1`

export async function advanceCursor(client: Queryable, shard: number, last: InboxRow): Promise<void> {
  await client.query({ name: 'project advance', text: advanceText, values: [shard, last.seq, last.receivedAt] })
}
