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

function sqlState(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** A batch could not be projected; nothing of it was written. `cause` says why. */
export class BatchFailure extends Error {
  override readonly name = 'BatchFailure'
  /** Numbers of the bodies that it held. */
  readonly seqs: readonly number[]

  constructor(seqs: readonly number[], cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.seqs = seqs
  }
}

const maxDetail = 300

/** Why a body is put aside: a word that stays the same between versions, and the error's own words for people. */
export function parkingReason(error: unknown): { readonly reason: string; readonly detail: string | null } {
  const cause = error instanceof BatchFailure ? error.cause : error
  const state = sqlState(cause)
  const reason = isRace(cause) ? 'contention' : state !== undefined ? 'refused_by_database' : 'projection_failed'
  if (!(cause instanceof Error)) return { reason, detail: null }
  const detail = `${state === undefined ? cause.name : state}: ${cause.message}`
  return { reason, detail: detail.slice(0, maxDetail).replaceAll('\0', ' ').toWellFormed() }
}
