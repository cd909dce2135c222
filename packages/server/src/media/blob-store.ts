import { randomBytes } from 'node:crypto'
import type { Readable } from 'node:stream'

/** Where bytes are, apart from the database. */
export interface BlobStore {
  /**
   * Keeps a stream under a fresh key, no more than a few chunks of it in memory. When it resolves, the bytes survive a crash;
   * when it fails, nothing is under the key, or part of it that nobody can get.
   */
  put(key: string, body: Readable, signal?: AbortSignal): Promise<void>
  /**
   * The bytes, or some of them. Destroying the stream ends the work behind it.
   * @throws {BlobMissing} when there is nothing under the key
   */
  get(key: string, range?: ByteRange): Promise<Readable>
  /** null: nothing is under the key. */
  head(key: string): Promise<{ readonly sizeBytes: number } | null>
  /** Nothing is under the key afterwards, whether there was or not. */
  delete(key: string): Promise<void>
  /** What is wrong with the store, in words; null: it works. */
  check(): Promise<string | null>
}

/** Both ends belong to it, as in HTTP. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

export class BlobMissing extends Error {
  constructor(key: string, options?: ErrorOptions) {
    super(`nothing is stored under ${key}`, options)
    this.name = 'BlobMissing'
  }
}

/** Random, never used twice: whoever deletes a key can't hit what somebody else is just storing. */
export function newBlobKey(): string {
  return randomBytes(20).toString('hex')
}
