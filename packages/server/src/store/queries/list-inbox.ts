import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database.ts'
import { decodeCursor, type KeyPart } from './cursor.ts'
import { type InboxItem, type InboxItemRow, type InboxState, inboxColumns, toInboxItem } from './inbox-state.ts'
import { allOf } from './message-filters.ts'
import { cutPage, type Page, type PageArgs, pageLimit } from './page.ts'

export interface ListInboxArgs extends PageArgs {
  /** How many shards there are; the index leads with the shard. */
  readonly shards: number
  readonly state?: InboxState | undefined
  readonly transport?: string | undefined
  /** Of parked ones. */
  readonly reason?: string | undefined
  /** ISO 8601; of the reception. `after` is inclusive, `before` is not. */
  readonly after?: string | undefined
  readonly before?: string | undefined
}

const seqOnly: readonly KeyPart[] = [(part) => /^\d{1,16}$/.test(part)]

/**
 * Raw bodies, newest first, without the bodies. Each shard gives its newest by the index (shard, seq), of which the newest
 * are taken: the log is never sorted. Parked ones are few and lead their own list.
 *
 * @throws {Refusal} `invalid-cursor`
 */
export async function listInbox(db: Database, args: ListInboxArgs): Promise<Page<InboxItem>> {
  const limit = pageLimit(args)
  const { shards, state, transport, reason, after, before } = args
  const scope = { list: 'inbox', filters: { state, transport, reason, after, before } }
  const conditions: RawBuilder<unknown>[] = [sql`true`]
  if (args.cursor !== undefined) conditions.push(sql`i.seq < ${decodeCursor(scope, args.cursor, seqOnly)[0]}::bigint`)
  if (transport !== undefined) conditions.push(sql`i.transport = ${transport}`)
  if (after !== undefined) conditions.push(sql`i.received_at >= ${new Date(after)}`)
  if (before !== undefined) conditions.push(sql`i.received_at < ${new Date(before)}`)
  if (reason !== undefined) conditions.push(sql`p.reason = ${reason}`)
  if (state === 'pending') conditions.push(sql`i.seq > coalesce(c.seq, 0) and p.seq is null`)
  if (state === 'projected') conditions.push(sql`i.seq <= c.seq and p.seq is null`)
  const parkedOnly = state === 'parked' || reason !== undefined
  const { rows } = await (parkedOnly ? parked(conditions, limit) : all(conditions, limit, shards)).execute(db)
  const page = cutPage(rows, limit, scope, (row) => [String(row.seq)])
  return { items: page.rows.map(toInboxItem), nextCursor: page.nextCursor }
}

function all(conditions: readonly RawBuilder<unknown>[], limit: number, shards: number) {
  return sql<InboxItemRow>`
    select newest.* from generate_series(0, ${shards}::int - 1) s
    left join inbox_cursors c on c.shard = s
    cross join lateral (
      select ${inboxColumns} from inbox i left join inbox_parked p on p.seq = i.seq
      where i.shard = s and ${allOf(conditions)} order by i.seq desc limit ${limit + 1}) newest
    order by newest.seq desc limit ${limit + 1}`
}

function parked(conditions: readonly RawBuilder<unknown>[], limit: number) {
  return sql<InboxItemRow>`
    select ${inboxColumns} from inbox_parked p
    join inbox i on i.shard = p.shard and i.seq = p.seq and i.received_at = p.received_at
    left join inbox_cursors c on c.shard = p.shard
    where ${allOf(conditions)} order by p.seq desc limit ${limit + 1}`
}
