import { Refusal } from '../refusal.ts'
import { appendAuditRows, type PreparedAuditRow, prepareAuditRow } from '../store/audit-chain/append-rows.ts'
import type { Queryable } from '../store/database.ts'
import { isUnavailable } from '../store/is-unavailable.ts'
import type { AuditEntry } from './audit-entry.ts'
import { auditRowOf } from './audit-row.ts'

export interface AuditWriter {
  /**
   * Resolves when the row is committed.
   * @throws {Refusal} `unavailable` when too many rows wait already, or the database can't take it.
   */
  record(entry: AuditEntry): Promise<void>
  /** Writes what waits, then takes no more. */
  close(): Promise<void>
}

export interface AuditWriterOptions {
  readonly pool: Queryable
  /** Rows that may wait; beyond them `record` refuses instead of growing. */
  readonly maxPending?: number
}

interface Pending {
  readonly row: PreparedAuditRow
  readonly settle: PromiseWithResolvers<void>
}

const maxBatch = 500

/**
 * All rows that wait while one batch commits go into the next, so auditing costs no commit per request, and one lock of a
 * workspace's chain per batch (store/audit-chain).
 *
 * States: idle → writing (one batch under way, newcomers wait) → writing the next batch … → idle; closed at the end.
 */
export function createAuditWriter({ pool, maxPending = 10_000 }: AuditWriterOptions): AuditWriter {
  let pending: Pending[] = []
  let writing: Promise<void> | null = null
  let closed = false

  async function writeAll(): Promise<void> {
    // Let everything that happens in this turn of the event loop join the first batch.
    await new Promise(setImmediate)
    while (pending.length > 0) {
      const batch = pending.slice(0, maxBatch)
      pending = pending.slice(maxBatch)
      await writeBatch(pool, batch)
    }
    writing = null
  }

  return {
    record(entry) {
      if (closed) return Promise.reject(new Refusal('unavailable', { detail: 'The server is stopping.' }))
      if (pending.length >= maxPending) {
        return Promise.reject(new Refusal('unavailable', { detail: 'The audit log cannot keep up.' }))
      }
      const settle = Promise.withResolvers<void>()
      pending.push({ row: prepareAuditRow(auditRowOf(entry)), settle })
      writing ??= writeAll()
      return settle.promise
    },
    async close() {
      closed = true
      await writing
    },
  }
}

/** Never rejects: each row's promise carries its own outcome. A bad row, if there were one, does not fail its neighbours. */
async function writeBatch(pool: Queryable, batch: readonly Pending[]): Promise<void> {
  try {
    await appendAuditRows(
      pool,
      batch.map(({ row }) => row),
    )
    for (const { settle } of batch) settle.resolve()
  } catch (error) {
    if (batch.length === 1 || isUnavailable(error)) {
      const refusal = isUnavailable(error)
        ? new Refusal('unavailable', { detail: 'The audit log cannot be written.', cause: error })
        : error
      for (const { settle } of batch) settle.reject(refusal)
      return
    }
    for (const one of batch) await writeBatch(pool, [one])
  }
}
