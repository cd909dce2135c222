import pg from 'pg'
import type { Queryable } from '../../store/database.ts'
import { isUnavailable } from '../../store/is-unavailable.ts'
import { ensurePartitions } from '../../store/partitions/ensure-partitions.ts'
import type { BatchConnection } from './batch-connection.ts'
import { InboxUnavailableError } from './inbox-errors.ts'
import { type InboxRow, insertRows } from './insert-rows.ts'

export interface BatchStore {
  readonly connection: BatchConnection
  /** Makes partitions when the one of today is missing. */
  readonly pool: Queryable
  readonly now: () => Date
  /** Of this connection alone: what it gives lasts until the next batch. */
  readonly join: (bodies: readonly Buffer[]) => Buffer
}

type RowOutcome = 'stored' | 'duplicate' | { readonly error: unknown }

/** What became of the rows; `all` of them were stored, mostly. */
export type BatchOutcome = ReadonlyMap<InboxRow, RowOutcome> | 'all'

/**
 * Commits a batch. If Postgres refuses it for what is in it, halves are tried, so that in the end the bad row fails alone.
 * @throws InboxUnavailableError when the database can't take anything now, whatever the rows hold.
 */
export async function commitBatch(store: BatchStore, rows: readonly InboxRow[]): Promise<BatchOutcome> {
  const outcomes = new Map<InboxRow, RowOutcome>()
  const all = await commitInto(outcomes, store, rows)
  return all ? 'all' : outcomes
}

/** @returns true when the rows are a whole batch that was stored; `outcomes` tells of them otherwise. */
async function commitInto(
  outcomes: Map<InboxRow, RowOutcome>,
  store: BatchStore,
  rows: readonly InboxRow[],
  whole = true,
): Promise<boolean> {
  try {
    const stored = await insertWithRetries(store, rows)
    if (whole && stored === 'all') return true
    for (const row of rows) outcomes.set(row, stored === 'all' || stored.has(row) ? 'stored' : 'duplicate')
  } catch (error) {
    if (!isOfTheRows(error)) throw asUnavailable(error)
    if (rows.length === 1 && rows[0]) {
      outcomes.set(rows[0], { error })
      return false
    }
    const middle = rows.length >> 1
    await commitInto(outcomes, store, rows.slice(0, middle), false)
    await commitInto(outcomes, store, rows.slice(middle), false)
  }
  return false
}

const maxAttempts = 4

/** Tries again where a second try can help; it can't store anything twice, because bodies are unique by their hash. */
async function insertWithRetries(store: BatchStore, rows: readonly InboxRow[]): Promise<ReadonlySet<InboxRow> | 'all'> {
  for (let attempt = 1; ; attempt++) {
    const { reused } = store.connection
    const now = store.now()
    try {
      return await store.connection.run((client) => insertRows(client, rows, now, store.join))
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
