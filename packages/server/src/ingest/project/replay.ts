import type { WorkspaceId } from '@switchboard/contract'
import type pg from 'pg'
import { appendEvents } from '../../events/append.ts'
import { isUnavailable } from '../../store/is-unavailable.ts'
import { shardCount } from '../shard-of.ts'
import { parkingReason } from './batch-errors.ts'
import { bodiesOfWorkspace } from './bodies-of-workspace.ts'
import { park } from './park.ts'
import { type ProjectionState, projectRows } from './project-rows.ts'
import type { Readers } from './read-bodies.ts'
import { type ReplayRow, type ReplaySelection, replayPages } from './replay-rows.ts'
import { AccountDirectory } from './resolve-accounts.ts'
import { SearchVocabulary } from './search-words.ts'
import { inTransaction } from './transaction.ts'

export type { ReplaySelection } from './replay-rows.ts'

export interface ReplayProgress {
  /** Bodies projected again so far, and of these: those that could not be (they are parked). */
  readonly replayed: number
  readonly parked: number
}

export interface ReplayOptions {
  readonly pool: pg.Pool
  readonly readers: Readers
  /** Called after each page. */
  readonly onProgress?: (progress: ReplayProgress) => void
  /** Called after each commit that appended events. */
  readonly onEvents?: () => void
  readonly signal?: AbortSignal
  /** Only these workspace's bodies; absent: whoever's. */
  readonly workspaceId?: WorkspaceId
}

/**
 * Projects bodies of the inbox again: what was parked, what came since a time, or given ones. Projecting twice changes nothing,
 * so it may run beside the projector and be repeated at will; after an upgrade it reads what an older version could not.
 * Parked bodies that pass are no longer parked. Memory is bounded by a page of 200 bodies or 8 MB.
 *
 * @throws when the database is unavailable; what was done until then stays done.
 */
export async function replay(options: ReplayOptions, selection: ReplaySelection): Promise<ReplayProgress> {
  const { pool, readers, onProgress, onEvents, signal, workspaceId } = options
  const state: ProjectionState = { readers, accounts: new AccountDirectory(), vocabulary: new SearchVocabulary() }
  const progress = { replayed: 0, parked: 0 }
  for (let shard = 0; shard < shardCount; shard += 1) {
    for await (const page of replayPages(pool, shard, selection)) {
      signal?.throwIfAborted()
      const rows = workspaceId === undefined ? page : await bodiesOfWorkspace(pool, readers, workspaceId, page)
      if (rows.length === 0) continue
      const { parked, events } = await projectAgain(pool, state, rows)
      progress.replayed += rows.length
      progress.parked += parked
      if (events > 0) onEvents?.()
      onProgress?.({ ...progress })
    }
  }
  return progress
}

interface Replayed {
  readonly parked: number
  readonly events: number
}

/** A page that fails is cut in two until the body that spoils it stands alone. */
async function projectAgain(pool: pg.Pool, state: ProjectionState, rows: readonly ReplayRow[]): Promise<Replayed> {
  try {
    return await projectPage(pool, state, rows)
  } catch (error) {
    if (isUnavailable(error)) throw error
    const [row] = rows
    if (rows.length > 1 || !row) {
      const half = Math.ceil(rows.length / 2)
      const first = await projectAgain(pool, state, rows.slice(0, half))
      const second = await projectAgain(pool, state, rows.slice(half))
      return { parked: first.parked + second.parked, events: first.events + second.events }
    }
    return inTransaction(pool, async (client) => {
      const workspaceId = await state.accounts.stage().defaultWorkspace(client)
      const events = await park(client, row.shard, workspaceId, [{ row, ...parkingReason(error) }])
      await appendEvents(client, events)
      return { parked: 1, events: events.length }
    })
  }
}

// What an older version kept as not understood goes when the same body now reads as something else.
const forgetText = /* sql */ `
delete from account_facts where inbox_seq = any ($1::bigint[]) and not known and id <> all ($2::uuid[])`

async function projectPage(pool: pg.Pool, state: ProjectionState, rows: readonly ReplayRow[]): Promise<Replayed> {
  const shards = new Map<unknown, number>(rows.map((row) => [row, row.shard]))
  const projected = await inTransaction(pool, async (client, { exclusive }) => {
    const result = await projectRows(client, state, rows, { exclusive, shardOfRow: (row) => shards.get(row) ?? 0 })
    const unreadable = new Set(result.unreadable)
    const read = rows.map(({ seq }) => seq).filter((seq) => !unreadable.has(seq))
    await client.query(forgetText, [read, result.factIds])
    await client.query('delete from inbox_parked where seq = any ($1::bigint[])', [read])
    return result
  })
  projected.committed()
  return { parked: projected.unreadable.length, events: projected.events }
}
