/**
 * Another transaction changed or made a row between this batch's look and its write. The batch is rolled back and run again;
 * nothing is wrong with its bodies.
 */
export class BatchConflict extends Error {
  override readonly name = 'BatchConflict'
}

/** Two contacts turned out to be one, which needs the workspace's lock exclusively: run the batch again holding it so. */
export class MergeNeeded extends Error {
  override readonly name = 'MergeNeeded'
}

// 40001 serialization_failure, 40P01 deadlock_detected, 23505 unique_violation (two batches made the same row),
// 23503 foreign_key_violation (the row went away meanwhile), 55P03 lock_not_available
const raced = new Set(['40001', '40P01', '23505', '23503', '55P03'])

/** The batch lost a race and may well succeed when it is run again. */
export function isRace(error: unknown): boolean {
  return error instanceof BatchConflict || raced.has(sqlState(error) ?? '')
}

// 08 connection, 53 resources (disk full, memory, connections), 57 operator intervention (shutdown, starting up, cancel),
// 58 system errors (I/O), 25006 read-only (a standby), 3D000 and 28 while a database is being set up or its roles change
const unavailableClasses = ['08', '53', '57', '58', '28']
const unavailableStates = new Set(['25006', '3D000'])
const unavailableCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENOTFOUND',
])
// pg gives connection losses without a code
const lostConnection =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable|Client was closed/i

/** The database can't work just now; bodies have nothing to do with it, waiting has. */
export function isUnavailable(error: unknown): boolean {
  const state = sqlState(error)
  if (state !== undefined) {
    return (
      unavailableStates.has(state) ||
      unavailableCodes.has(state) ||
      (/^[0-9A-Z]{5}$/.test(state) && unavailableClasses.includes(state.slice(0, 2)))
    )
  }
  return error instanceof Error && lostConnection.test(error.message)
}

export function sqlState(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
