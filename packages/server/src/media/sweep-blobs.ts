import { inTransaction } from '../store/in-transaction.ts'
import { dropBlob, type MediaStore } from './store-blob.ts'

const batchRows = 200

/**
 * Lets go of files that nothing refers to any more: after an erasure, by age, or because the process that wrote them died.
 * @returns how many files went.
 */
export async function sweepBlobs(store: MediaStore, signal?: AbortSignal): Promise<number> {
  while (!signal?.aborted && (await loosen(store)) === batchRows);
  let dropped = 0
  while (!signal?.aborted) {
    const { rows } = await store.pool.query<{ key: string }>(
      `select key from loose_blobs where drop_at <= now() order by drop_at limit $1`,
      [batchRows],
    )
    for (const { key } of rows) await dropBlob(store, key)
    dropped += rows.length
    if (rows.length < batchRows) break
  }
  return dropped
}

/**
 * Blobs without a reference lose their row; their keys become loose. The rows are locked first: who is just about to refer to
 * one is waited for and then seen, and who comes later waits for us and finds it gone.
 */
async function loosen({ pool }: MediaStore): Promise<number> {
  return await inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ sha256: string }>(
      `delete from unreferenced_blobs where sha256 in
         (select sha256 from unreferenced_blobs limit $1 for update skip locked) returning sha256`,
      [batchRows],
    )
    if (rows.length === 0) return 0
    const hashes = rows.map((row) => row.sha256)
    await tx.query(`select from blobs where sha256 = any ($1::text[]) order by sha256 for update`, [hashes])
    await tx.query(
      `with gone as (
         delete from blobs b where sha256 = any ($1::text[])
           and not exists (select from media m where m.blob_sha256 = b.sha256) returning key)
       insert into loose_blobs select key, now() from gone on conflict (key) do update set drop_at = excluded.drop_at`,
      [hashes],
    )
    return rows.length
  })
}
