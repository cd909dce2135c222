import type { BroadcastId, WorkspaceId } from '@switchboard/contract'
import type pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { regionOfPhone } from '../outbox/parse-recipient.ts'
import { findAccount } from '../outbox/resolve-place.ts'
import { Refusal } from '../refusal.ts'
import { inTransaction } from '../store/in-transaction.ts'
import type { BroadcastRow } from './broadcast-row.ts'
import { findBroadcast } from './find-broadcast.ts'
import {
  acceptRecipients,
  addTallies,
  emptyTally,
  insertRecipients,
  type RowProblem,
  type Tally,
} from './insert-recipients.ts'
import type { ListRow } from './list-row.ts'
import { readRow } from './read-row.ts'

/*
 * One upload at a time to a draft: claimed → rows are written in batches, each a transaction of its own, at positions behind
 * `next_position`, where nobody reads → accepted: `next_position` and the counts move over them at once. An upload that fails, or
 * whose process died, leaves rows behind `next_position`; they go with the failure, or before the next upload begins.
 */
const batchRows = 2000
/** After so long without a batch an upload is taken for dead. */
const patienceSeconds = 60
const mostRecipients = 5_000_000
const problemsShown = 20

export interface Upload {
  readonly workspaceId: WorkspaceId
  readonly broadcastId: string
  readonly rows: AsyncIterable<readonly ListRow[]> | Iterable<readonly ListRow[]>
}

export interface Uploaded {
  readonly tally: Tally
  /** The first ones. */
  readonly problems: readonly RowProblem[]
}

/**
 * Adds a list, of any length, to a draft. All of it or nothing: broken rows are part of it, a broken upload is not.
 * @throws {Refusal} broadcast-not-found, broadcast-wrong-state, broadcast-uploading, broadcast-too-large, and what `rows` throws
 */
export async function uploadRecipients(pool: pg.Pool, { workspaceId, broadcastId, rows }: Upload): Promise<Uploaded> {
  const uploadId = uuidv7()
  const broadcast = await claim(pool, workspaceId, broadcastId, uploadId)
  const account = await findAccount(pool, workspaceId, broadcast.account_id)
  const region = account.default_region ?? regionOfPhone(account.display_phone_number)
  let tally = emptyTally
  const problems: RowProblem[] = []
  try {
    for await (const batch of readAhead(inBatches(rows))) {
      const first = broadcast.next_position + tally.rows
      if (first + batch.length > mostRecipients)
        throw new Refusal('broadcast-too-large', { detail: `One broadcast has at most ${mostRecipients} recipients.` })
      const read = batch.map((row) => readRow(row, region))
      const inserted = await inTransaction(pool, async (tx) => {
        // What is lost when the database dies is not accepted yet; the commit that accepts it waits for all before it.
        await tx.query('set local synchronous_commit = off')
        const { rowCount } = await tx.query(
          `update broadcasts set upload_expires_at = now() + $3 * interval '1 second' where id = $1 and upload_id = $2`,
          [broadcast.id, uploadId, patienceSeconds],
        )
        if (rowCount !== 1) throw takenOver()
        return insertRecipients(tx, { workspaceId, broadcastId: broadcast.id, first }, read)
      })
      tally = addTallies(tally, inserted.tally)
      problems.push(...inserted.problems.slice(0, problemsShown - problems.length))
    }
    await inTransaction(pool, async (tx) => {
      const { rowCount } = await tx.query(`select from broadcasts where id = $1 and upload_id = $2 for update`, [
        broadcast.id,
        uploadId,
      ])
      if (rowCount !== 1) throw takenOver()
      await acceptRecipients(tx, broadcast.id, tally)
    })
  } catch (error) {
    // Where that fails too, the next upload does it.
    await giveUp(pool, broadcast.id, uploadId).catch(() => {})
    throw error
  }
  return { tally, problems }
}

function takenOver(): Refusal {
  return new Refusal('broadcast-wrong-state', {
    detail: 'The broadcast was cancelled while its recipients were uploaded, or the upload stood still for too long.',
  })
}

async function claim(pool: pg.Pool, workspaceId: WorkspaceId, id: string, uploadId: string): Promise<BroadcastRow> {
  const broadcast = await inTransaction(pool, async (tx) => {
    const row = await findBroadcast(tx, workspaceId, id, 'for update')
    if (row.state !== 'draft')
      throw new Refusal('broadcast-wrong-state', {
        detail: `The broadcast is ${row.state}; recipients can be added while it is a draft.`,
      })
    if (row.uploading)
      throw new Refusal('broadcast-uploading', { detail: 'Another upload is under way. Wait until it has ended.' })
    await tx.query(
      `update broadcasts set upload_id = $2, upload_expires_at = now() + $3 * interval '1 second' where id = $1`,
      [row.id, uploadId, patienceSeconds],
    )
    return row
  })
  await deleteLeftovers(pool, broadcast.id, broadcast.next_position)
  return broadcast
}

async function giveUp(pool: pg.Pool, broadcastId: BroadcastId, uploadId: string): Promise<void> {
  const { rows } = await pool.query<{ next_position: number }>(
    `select next_position from broadcasts where id = $1 and (upload_id = $2 or upload_id is null)`,
    [broadcastId, uploadId],
  )
  const [row] = rows
  if (!row) return
  await deleteLeftovers(pool, broadcastId, row.next_position)
  await pool.query(
    `update broadcasts set upload_id = null, upload_expires_at = null where id = $1 and upload_id = $2`,
    [broadcastId, uploadId],
  )
}

async function deleteLeftovers(pool: pg.Pool, broadcastId: BroadcastId, from: number): Promise<void> {
  for (;;) {
    const { rowCount } = await pool.query(
      `delete from broadcast_recipients where broadcast_id = $1 and position in (
         select position from broadcast_recipients where broadcast_id = $1 and position >= $2 order by position limit 10000)`,
      [broadcastId, from],
    )
    if (rowCount === 0) return
  }
}

async function* inBatches(rows: Upload['rows']): AsyncGenerator<ListRow[]> {
  let waiting: ListRow[] = []
  for await (const some of rows) {
    waiting = waiting.length === 0 ? [...some] : waiting.concat(some)
    while (waiting.length >= batchRows) yield waiting.splice(0, batchRows)
  }
  if (waiting.length > 0) yield waiting
}

/** The next batch is read while the one before is written. */
async function* readAhead<Value>(source: AsyncGenerator<Value>): AsyncGenerator<Value> {
  let coming = source.next()
  for (;;) {
    const { value, done } = await coming
    if (done) return
    coming = source.next()
    // Heard of when its turn comes.
    coming.catch(() => {})
    yield value as Value // not done
  }
}
