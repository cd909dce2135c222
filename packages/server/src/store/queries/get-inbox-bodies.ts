import { sql } from 'kysely'
import type { Database } from '../database.ts'
import type { InboxItem } from './inbox-state.ts'

/** The raw bodies of items of a list, in any order. */
export async function getInboxBodies(
  db: Database,
  items: readonly InboxItem[],
): Promise<(Pick<InboxItem, 'seq' | 'receivedAt' | 'transport'> & { readonly body: Buffer })[]> {
  const [seqs, shards] = [items.map(({ seq }) => seq), items.map(({ shard }) => shard)]
  const { rows } = await sql<{ seq: number; body: Buffer }>`
    select i.seq, i.body from unnest(${seqs}::bigint[], ${shards}::int[]) k (seq, shard)
    join inbox i on i.shard = k.shard and i.seq = k.seq`.execute(db)
  const bodies = new Map(rows.map(({ seq, body }) => [seq, body]))
  return items.flatMap(({ seq, receivedAt, transport }) => {
    const body = bodies.get(seq)
    return body ? { seq, receivedAt, transport, body } : []
  })
}
