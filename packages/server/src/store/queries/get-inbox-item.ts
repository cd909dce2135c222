import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { type InboxItem, type InboxItemRow, inboxColumns, toInboxItem } from './inbox-state.ts'

/** One raw body with all that is known of it; null when there is none (any more). */
export async function getInboxItem(
  db: Database,
  { seq, shards }: { readonly seq: number; readonly shards: number },
): Promise<{ readonly item: InboxItem; readonly body: Buffer } | null> {
  // Naming every shard lets the index (shard, seq) answer.
  const { rows } = await sql<InboxItemRow & { body: Buffer }>`
    select ${inboxColumns}, i.body from generate_series(0, ${shards}::int - 1) s
    join inbox i on i.shard = s and i.seq = ${seq}
    left join inbox_cursors c on c.shard = i.shard
    left join inbox_parked p on p.seq = i.seq`.execute(db)
  const row = rows[0]
  return row ? { item: toInboxItem(row), body: row.body } : null
}
