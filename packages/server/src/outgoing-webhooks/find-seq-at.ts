import type { Queryable } from '../store/database.ts'

/** An event may have a lower seq than one that was recorded earlier, but not by so much. */
const disorderMilliseconds = 60_000

/**
 * A seq below every event that was recorded at or after `since`: found by halving, because events are ordered by seq and only
 * roughly by time. About thirty look-ups in an index, however long the log is.
 */
export async function findSeqAt(db: Queryable, since: Date, upToSeq: number): Promise<number> {
  const wanted = since.getTime() - disorderMilliseconds
  let low = 0
  let high = upToSeq
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const { rows } = await db.query<{ seq: number; recorded_at: Date }>({
      name: 'event after a seq',
      text: 'select seq, recorded_at from events where seq > $1 and seq <= $2 order by seq limit 1',
      values: [middle, high],
    })
    const [event] = rows
    if (!event || event.recorded_at.getTime() >= wanted) high = middle
    else low = event.seq
  }
  return low
}
