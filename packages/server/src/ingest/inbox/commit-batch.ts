import { hash } from 'node:crypto'
import pg from 'pg'
import type { Queryable } from '../../store/database.ts'
import { isUnavailable } from '../../store/is-unavailable.ts'
import { ensurePartitions } from '../../store/partitions/ensure-partitions.ts'
import type { Batch, BatchOutcomes, BodyOutcome } from './batch.ts'
import type { BatchConnection } from './batch-connection.ts'
import { InboxUnavailableError } from './inbox-errors.ts'
import { type InboxRow, insertRows } from './insert-rows.ts'

export interface BatchStore {
  readonly connection: BatchConnection
  /** Makes partitions when the one of today is missing. */
  readonly pool: Queryable
  readonly now: () => Date
}

/**
 * Commits a batch. If Postgres refuses it for what is in it, halves are tried, so that in the end the bad row fails alone.
 * @throws InboxUnavailableError when the database can't take anything now, whatever the rows hold.
 */
export async function commitBatch(store: BatchStore, batch: Batch): Promise<BatchOutcomes> {
  const rows = rowsOf(batch)
  const unique = new Map<string, InboxRow>()
  for (const row of rows) if (!unique.has(row.sha256)) unique.set(row.sha256, row)
  const outcomes = new Map<InboxRow, BodyOutcome>()
  const distinct = unique.size === rows.length ? rows : [...unique.values()]
  const all = await commitInto(outcomes, store, batch.memory, distinct, true)
  if (all && distinct === rows) return 'all'
  return rows.map((row) => {
    const first = unique.get(row.sha256)
    const outcome = all ? 'stored' : first && outcomes.get(first)
    if (outcome === undefined) return { error: new Error('a batch left a row without an outcome') }
    return outcome === 'stored' && row !== first ? 'duplicate' : outcome
  })
}

function rowsOf({ memory, lengths, transports, shards }: Batch): readonly InboxRow[] {
  let start = 0
  return lengths.map((length, n) => {
    const sha256 = hash('sha256', memory.subarray(start, start + length), 'binary')
    const row = { transport: transports[n] ?? '', shard: shards[n] ?? 0, sha256, start, length }
    start += length
    return row
  })
}

/** @returns true when the rows are a `whole` batch that was stored; `outcomes` tells of them otherwise. */
async function commitInto(
  outcomes: Map<InboxRow, BodyOutcome>,
  store: BatchStore,
  memory: Buffer,
  rows: readonly InboxRow[],
  whole = false,
): Promise<boolean> {
  try {
    const stored = await insertWithRetries(store, memory, rows)
    if (whole && stored === 'all') return true
    for (const row of rows) outcomes.set(row, stored === 'all' || stored.has(row) ? 'stored' : 'duplicate')
  } catch (error) {
    if (!isOfTheRows(error)) throw asUnavailable(error)
    if (rows.length === 1 && rows[0]) {
      outcomes.set(rows[0], { error })
      return false
    }
    const middle = rows.length >> 1
    await commitInto(outcomes, store, memory, rows.slice(0, middle))
    await commitInto(outcomes, store, memory, rows.slice(middle))
  }
  return false
}

const maxAttempts = 4

/** Tries again where a second try can help; it can't store anything twice, because bodies are unique by their hash. */
async function insertWithRetries(
  store: BatchStore,
  memory: Buffer,
  rows: readonly InboxRow[],
): Promise<ReadonlySet<InboxRow> | 'all'> {
  for (let attempt = 1; ; attempt++) {
    const { reused } = store.connection
    const now = store.now()
    try {
      return await store.connection.run((client) => insertRows(client, memory, rows, now))
    } catch (error) {
      if (attempt === maxAttempts) throw error
      if (isMissingPartition(error)) await ensurePartitions(store.pool, now)
      else if (!(isConflict(error) || (reused && isUnavailable(error)))) throw error
    }
  }
}

/** 22 data exception, 23 integrity, 54 too large: the content is refused. Every other refusal is about the database. */
function isOfTheRows(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(22|23|54)/.test(error.code ?? '') && !isMissingPartition(error)
}

/** Two servers that get the same bodies in another order can deadlock (40P01); one of them is told to try again. */
function isConflict(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^40/.test(error.code ?? '')
}

function isMissingPartition(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '23514' && /^no partition of relation/.test(error.message)
}

/** A bug of ours stays what it is; whatever Postgres says is a reason to send the body again later. */
function asUnavailable(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError) && !isUnavailable(error)) return error
  return new InboxUnavailableError(`the inbox can't be written: ${(error as Error).message}`, { cause: error })
}
