import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream'
import type pg from 'pg'
import type { Queryable } from '../store/database.ts'
import { type BlobStore, newBlobKey } from './blob-store.ts'
import { measuring } from './measure.ts'
import { type Dimensions, pictureDimensions } from './picture-dimensions.ts'
import { sniffType } from './sniff-type.ts'

export interface MediaStore {
  readonly pool: pg.Pool
  readonly blobs: BlobStore
}

/** Bytes that are in the store, and that no row names yet. */
export interface LooseBlob {
  readonly key: string
  readonly sha256: string
  readonly sizeBytes: number
  readonly mimeType: string
  /** Of a picture; null: it is none, or its beginning does not tell. */
  readonly dimensions: Dimensions | null
}

export interface StoreOptions {
  readonly maxBytes: number
  readonly signal?: AbortSignal | undefined
}

export class FileTooLarge extends Error {
  constructor(maxBytes: number) {
    super(`the file has more than ${maxBytes} bytes`)
    this.name = 'FileTooLarge'
  }
}

/*
 * loose (its key is in loose_blobs with a time, its bytes are being written or written) ──adoptBlob──▶ kept (a row of blobs)
 *   ▲ └─ the time comes: deleted                                                                          │
 *   └────────────────────── no media refers to it any more (sweepBlobs) ◀─────────────────────────────────┘
 *
 * The key is written down before the first byte is, so whatever dies in between leaves nothing that nobody knows of.
 */

/** Longer than any file takes to arrive (see `longestMilliseconds`). */
const looseFor = '1 day'
const longestMilliseconds = 6 * 60 * 60 * 1_000

/**
 * Brings a stream into the store: measured, hashed and sniffed on its way, never in memory as a whole. Call `adoptBlob` in the
 * transaction that refers to it, or `dropBlob`.
 * @throws {FileTooLarge}; whatever the stream or the store fail with. Nothing stays behind then.
 */
export async function storeBlob(
  { pool, blobs }: MediaStore,
  body: Readable,
  options: StoreOptions,
): Promise<LooseBlob> {
  const key = newBlobKey()
  const longest = AbortSignal.timeout(longestMilliseconds)
  const signal = options.signal ? AbortSignal.any([options.signal, longest]) : longest
  try {
    await pool.query(`insert into loose_blobs values ($1, now() + $2::interval)`, [key, looseFor])
    const measure = measuring(options.maxBytes, () => new FileTooLarge(options.maxBytes))
    // Failures reach `put` through the stream that it reads.
    pipeline(body, measure.stream, () => {})
    await blobs.put(key, measure.stream, signal)
    const { sha256, sizeBytes, sample } = measure.result()
    const mimeType = await sniffType(sample)
    return { key, sha256, sizeBytes, mimeType, dimensions: pictureDimensions(sample, mimeType) }
  } catch (error) {
    body.destroy()
    await dropBlob({ pool, blobs }, key).catch(() => {}) // the sweep does it later
    throw error
  }
}

/**
 * The bytes become the blob of their hash, or turn out to be there already, and then the second copy goes. The hash may be
 * referred to from here on in this transaction.
 */
export async function adoptBlob(tx: Queryable, blobs: BlobStore, loose: LooseBlob): Promise<void> {
  const values = [loose.sha256, loose.key, loose.sizeBytes, loose.mimeType]
  const { rowCount } = await tx.query(
    `insert into blobs (sha256, key, size_bytes, mime_type) values ($1, $2, $3, $4) on conflict (sha256) do nothing`,
    values,
  )
  if (rowCount === 0 && !(await replaceLost(tx, blobs, loose))) {
    await tx.query(`update loose_blobs set drop_at = now() where key = $1`, [loose.key])
    return
  }
  const taken = await tx.query(`delete from loose_blobs where key = $1`, [loose.key])
  if (taken.rowCount === 0) throw new Error(`the blob ${loose.key} took too long and was let go of`)
}

/** After a database was restored without its files, what comes again makes them whole. */
async function replaceLost(tx: Queryable, blobs: BlobStore, loose: LooseBlob): Promise<boolean> {
  const { rows } = await tx.query<{ key: string }>(`select key from blobs where sha256 = $1 for update`, [loose.sha256])
  const [kept] = rows
  if (!kept || (await blobs.head(kept.key)) !== null) return false
  await tx.query(`update blobs set key = $2 where sha256 = $1`, [loose.sha256, loose.key])
  return true
}

export async function dropBlob({ pool, blobs }: MediaStore, key: string): Promise<void> {
  await blobs.delete(key)
  await pool.query(`delete from loose_blobs where key = $1`, [key])
}
