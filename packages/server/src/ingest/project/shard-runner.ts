import type pg from 'pg'
import { isUnavailable } from '../../store/is-unavailable.ts'
import { BatchFailure, parkingReason } from './batch-errors.ts'
import { type BatchOutcome, parkNext, projectBatch } from './project-batch.ts'
import type { ProjectionState } from './project-rows.ts'

/**
 * Projects shards batch by batch and finds the body that spoils one. A batch that fails for a reason of its own is cut in two,
 * again and again, until one body fails alone: that one is parked. Then batches grow back. So a bad body costs about ten
 * batches that are rolled back, and no other body is held up behind it.
 */
export class ShardRunner {
  readonly #limits = new Map<number, number>()
  readonly #pool: pg.Pool
  readonly #state: ProjectionState
  readonly #batchSize: number

  constructor(pool: pg.Pool, state: ProjectionState, batchSize: number) {
    this.#pool = pool
    this.#state = state
    this.#batchSize = batchSize
  }

  /**
   * One step on one shard.
   *
   * @returns null where the batch failed and a smaller one is to be tried.
   * @throws if the database is unavailable, or fails before any body was read.
   */
  async step(shard: number, through: number): Promise<BatchOutcome | null> {
    const limit = this.#limits.get(shard) ?? this.#batchSize
    try {
      const outcome = await projectBatch(this.#pool, this.#state, { shard, limit, through })
      if (limit < this.#batchSize && outcome.rows > 0) this.#grow(shard, limit * 2)
      return outcome
    } catch (error) {
      if (!(error instanceof BatchFailure) || isUnavailable(error) || error.seqs.length === 0) throw error
      const [seq] = error.seqs
      if (error.seqs.length > 1 || seq === undefined) {
        this.#limits.set(shard, Math.floor(error.seqs.length / 2))
        return null
      }
      const outcome = await parkNext(this.#pool, this.#state, { shard, through, seq, ...parkingReason(error) })
      this.#grow(shard, 2)
      return outcome
    }
  }

  #grow(shard: number, limit: number): void {
    if (limit >= this.#batchSize) this.#limits.delete(shard)
    else this.#limits.set(shard, limit)
  }
}
