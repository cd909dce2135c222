import type pg from 'pg'
import { appendEvents } from '../../events/append.ts'
import { BatchFailure } from './batch-errors.ts'
import { advanceCursor, lockCursor, readInbox } from './inbox-rows.ts'
import { park } from './park.ts'
import { type ProjectionState, projectRows } from './project-rows.ts'
import { inTransaction } from './transaction.ts'

/*
 * How raw bodies become rows. One batch is up to some hundred bodies of one shard, in one transaction of about twenty
 * statements whatever its size:
 *
 *   lock the shard's cursor ── read bodies after it, up to what is settled
 *     │  read-bodies       bytes → JSON → items, by the transport's reader (pure)
 *     │  resolve-accounts  the number that each item belongs to; an unknown one is made
 *     │  (locks)           the workspaces' locks: shared, or exclusive when contacts must be joined
 *     │  resolve-contacts  everybody named: found by any identity, made, or joined (merge-contacts)
 *     │  resolve-conversations   one a person or group on each account, times moved forward
 *     │  project-messages  contents, receipts, edits and revokes, files
 *     │  project-reactions · -calls · -preferences · -groups · -facts
 *     │  search-words      new words of the vocabulary
 *     │  events            one for each fact that really changed something
 *   advance the cursor ── commit
 *
 * Every step has the same shape: fold the batch's items by key, read the stored rows of those keys, fold them together by rules
 * that don't depend on order (the greater of two readings, the later of two names, the earlier of two sightings, heads made
 * from all parts), write only what differs. So any order, any repetition and any split into batches gives the same rows, and
 * a batch that repeats what is known writes nothing but its cursor.
 *
 * Nothing is locked to be read. A row is written only if it still is the version that was read (`xmin`); if another
 * transaction was faster the batch is rolled back and run again. Writes are sorted by key within each step and steps come
 * in one order, so two batches seldom wait for each other in a circle; if they do, Postgres ends one and it is run again.
 */

export interface BatchRequest {
  readonly shard: number
  /** Most bodies in the batch. */
  readonly limit: number
  /** The settled watermark of the inbox. */
  readonly through: number
}

export interface BatchOutcome {
  /** Bodies that the cursor went past; 0 where there is nothing to do or another projector holds the shard. */
  readonly rows: number
  readonly items: number
  /** Of them those that this version does not understand. */
  readonly unsupported: number
  readonly events: number
  readonly parked: number
  /** When the last of them was received; its distance from now is the lag. */
  readonly receivedAt: Date | null
}

const nothing: BatchOutcome = { rows: 0, items: 0, unsupported: 0, events: 0, parked: 0, receivedAt: null }

/**
 * Projects the next bodies of one shard.
 *
 * @throws BatchFailure with what the database or a reader threw; then nothing is changed and the cursor stays.
 */
export async function projectBatch(
  pool: pg.Pool,
  state: ProjectionState,
  request: BatchRequest,
): Promise<BatchOutcome> {
  const { shard } = request
  let seqs: readonly number[] = []
  let committed: (() => void) | undefined
  try {
    const outcome = await inTransaction(pool, async (client, { exclusive }) => {
      const cursor = await lockCursor(client, shard)
      if (!cursor) return nothing
      const rows = await readInbox(client, { ...request, after: cursor })
      const last = rows.at(-1)
      if (!last) return nothing
      seqs = rows.map((row) => row.seq)
      const projected = await projectRows(client, state, rows, { exclusive, shardOfRow: () => shard })
      await advanceCursor(client, shard, last)
      committed = projected.committed
      const { items, unsupported, events, unreadable } = projected
      return { rows: rows.length, items, unsupported, events, parked: unreadable.length, receivedAt: last.receivedAt }
    })
    if (outcome.rows > 0) committed?.()
    return outcome
  } catch (error) {
    throw new BatchFailure(seqs, error)
  }
}

/** Puts the next body of a shard aside with the reason why it can't be projected, and goes past it; only if it still is `seq`. */
export function parkNext(
  pool: pg.Pool,
  state: ProjectionState,
  request: Omit<BatchRequest, 'limit'> & {
    readonly seq: number
    readonly reason: string
    readonly detail: string | null
  },
): Promise<BatchOutcome> {
  const { shard, seq, reason, detail } = request
  return inTransaction(pool, async (client) => {
    const cursor = await lockCursor(client, shard)
    if (!cursor) return nothing
    const [row] = await readInbox(client, { ...request, after: cursor, limit: 1 })
    if (row?.seq !== seq) return nothing
    const workspaceId = await state.accounts.stage().defaultWorkspace(client)
    const events = await park(client, shard, workspaceId, [{ row, reason, detail }])
    await appendEvents(client, events)
    await advanceCursor(client, shard, row)
    return { rows: 1, items: 0, unsupported: 0, events: events.length, parked: 1, receivedAt: row.receivedAt }
  })
}
