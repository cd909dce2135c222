import type { InboxRow } from './insert-rows.ts'

/** A row and the request that waits for it. */
export interface WaitingRow extends InboxRow {
  readonly done: (error: unknown, outcome?: 'stored' | 'duplicate') => void
}

export interface WaitingLimits {
  readonly maxBatchRows: number
  readonly maxBatchBytes: number
  readonly maxPendingRows: number
  readonly maxPendingBytes: number
}

/** Rows in order of arrival. A row counts as pending from `add` until `release`, so while its batch is under way too. */
export function createWaitingRows(limits: WaitingLimits) {
  let rows: WaitingRow[] = []
  let pendingRows = 0
  let pendingBytes = 0

  function bytesOf(batch: readonly WaitingRow[]): number {
    return batch.reduce((sum, row) => sum + row.body.length, 0)
  }

  function release(batch: readonly WaitingRow[]): void {
    pendingRows -= batch.length
    pendingBytes -= bytesOf(batch)
  }

  return {
    get size() {
      return rows.length
    },
    get pendingRows() {
      return pendingRows
    },
    get pendingBytes() {
      return pendingBytes
    },
    bytesOf,
    release,
    /** A single body is taken however large it is, or it could never be. */
    hasRoomFor(bytes: number): boolean {
      return (
        pendingRows === 0 || (pendingRows < limits.maxPendingRows && pendingBytes + bytes <= limits.maxPendingBytes)
      )
    },
    add(row: WaitingRow): void {
      rows.push(row)
      pendingRows += 1
      pendingBytes += row.body.length
    },
    /** The next batch: at least one row, then as many as both caps allow. */
    take(): readonly WaitingRow[] {
      let count = 0
      let bytes = 0
      for (const row of rows) {
        if (count > 0 && (count === limits.maxBatchRows || bytes + row.body.length > limits.maxBatchBytes)) break
        count += 1
        bytes += row.body.length
      }
      const batch = rows.slice(0, count)
      rows = rows.slice(count)
      return batch
    },
    /** Everything that is not in a batch, to be failed: it no longer counts as pending. */
    takeAll(): readonly WaitingRow[] {
      const all = rows
      rows = []
      release(all)
      return all
    },
  }
}
