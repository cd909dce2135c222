import type { Queryable } from '../../store/database.ts'
import type { InboxRow } from './inbox-rows.ts'

/** A body that is to be projected again, with the shard that it came in on. */
export interface ReplayRow extends InboxRow {
  readonly shard: number
}

/** Which bodies to project again. */
export type ReplaySelection =
  | { readonly parked: true }
  | { readonly since: Date | string }
  | { readonly seqs: readonly number[] }

const pageRows = 200
/** Bodies go up to 3 MB, so a page is bounded by bytes too. */
const pageBytes = 8 * 1024 * 1024

const page = (rows: string): string => /* sql */ `
select seq, shard, received_at as "receivedAt", transport, body
from (
  select *, row_number() over by_seq as number, sum(octet_length(body)) over by_seq as bytes
  from (${rows}) next
  window by_seq as (order by seq)
) measured
where number = 1 or bytes <= ${pageBytes}
order by seq`

const columns = 'i.seq, i.shard, i.received_at, i.transport, i.body'

// Page by page after the last number, shard by shard because that is what the index is ordered by.
const sinceText = page(/* sql */ `
select ${columns} from inbox i
where i.shard = $1 and i.seq > $2 and i.received_at >= $3 order by i.seq limit ${pageRows}`)

// received_at leads to the body's partition.
const parkedText = page(/* sql */ `
select ${columns} from inbox_parked p join inbox i on i.shard = p.shard and i.seq = p.seq and i.received_at = p.received_at
where p.shard = $1 and p.seq > $2 and p.seq <= $3::bigint order by i.seq limit ${pageRows}`)

const seqsText = page(/* sql */ `
select ${columns} from inbox i
where i.shard = $1 and i.seq > $2 and i.seq = any ($3::bigint[]) order by i.seq limit ${pageRows}`)

/**
 * The selected bodies of one shard, a page at a time. Parked ones are those that were parked at the beginning: what is parked
 * again does not come round a second time.
 */
export async function* replayPages(
  db: Queryable,
  shard: number,
  selection: ReplaySelection,
): AsyncGenerator<readonly ReplayRow[]> {
  const [text, bound] = await query(db, selection)
  let after = 0
  for (;;) {
    const { rows } = await db.query<ReplayRow>(text, [shard, after, bound])
    const last = rows.at(-1)
    if (!last) return
    yield rows
    after = last.seq
  }
}

async function query(db: Queryable, selection: ReplaySelection): Promise<[string, unknown]> {
  if ('since' in selection) return [sinceText, new Date(selection.since)]
  if ('seqs' in selection) return [seqsText, selection.seqs]
  const { rows } = await db.query<{ last: number | null }>('select max(seq) as last from inbox_parked')
  return [parkedText, rows[0]?.last ?? 0]
}
