import type { Queryable } from '../store/database.ts'

const batch = 10_000

// A pair whose burst is whole again is paced as one that was never written to. A dispatcher may hold the row: it is let be.
const text = /* sql */ `
delete from send_pair_pace where conversation_id in (
  select conversation_id from send_pair_pace where free_at < now() - interval '1 minute' limit ${batch} for update skip locked)`

/** A job: lets go of what is known of the pace of people who were not written to lately. @returns how many rows went. */
export async function prunePairPace(db: Queryable, signal?: AbortSignal): Promise<number> {
  for (let gone = 0; ; ) {
    const { rowCount } = await db.query(text)
    gone += rowCount ?? 0
    if ((rowCount ?? 0) < batch || signal?.aborted) return gone
  }
}
