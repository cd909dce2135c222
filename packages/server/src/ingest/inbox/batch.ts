/** Bodies that are committed together. */
export interface Batch {
  /** The bodies one after the other, from its beginning. Nobody writes to it until the batch is settled. */
  readonly memory: Buffer
  /** Bytes of each body. */
  readonly lengths: readonly number[]
  readonly transports: readonly string[]
  readonly shards: readonly number[]
}

/** What became of one body. */
export type BodyOutcome = 'stored' | 'duplicate' | { readonly error: unknown }

/** What became of each body in turn; `all` of them were stored, mostly. */
export type BatchOutcomes = readonly BodyOutcome[] | 'all'

/** Stores batches. */
export interface BatchCommitter extends AsyncDisposable {
  /** How many batches it takes at once. */
  readonly lanes: number
  /**
   * Resolves when what was stored is on disk. A body whose bytes came within the last 14 days, or before in the same batch, is
   * a `duplicate`.
   * @throws InboxUnavailableError when the database can't take anything now, whatever the bodies hold.
   */
  commit(batch: Batch): Promise<BatchOutcomes>
}
