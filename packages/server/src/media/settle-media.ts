import type pg from 'pg'
import { appendEvents } from '../events/append.ts'
import type { Queryable } from '../store/database.ts'
import { inTransaction } from '../store/in-transaction.ts'
import type { ClaimedMedia } from './claim-media.ts'
import type { NextFetch } from './next-fetch.ts'
import { adoptBlob, type LooseBlob, type MediaStore } from './store-blob.ts'

/** @returns false: the row went away meanwhile, e.g. its person was erased; the bytes are let go of. */
export async function settleStored(
  { pool, blobs }: MediaStore,
  claimed: ClaimedMedia,
  loose: LooseBlob,
): Promise<boolean> {
  return await inTransaction(pool, async (tx) => {
    const mine = await tx.query(`select from media where id = $1 and lease_id = $2 and state = 'pending' for update`, [
      claimed.id,
      claimed.leaseId,
    ])
    if (mine.rowCount === 0) {
      await tx.query(`update loose_blobs set drop_at = now() where key = $1`, [loose.key])
      return false
    }
    await adoptBlob(tx, blobs, loose)
    await tx.query(
      `update media set state = 'stored', blob_sha256 = $2, stored_at = now(), lease_id = null, failure = null, width = $3,
         height = $4 where id = $1`,
      [claimed.id, loose.sha256, loose.dimensions?.width ?? null, loose.dimensions?.height ?? null],
    )
    await tell(tx, claimed, 'media.stored', { mimeType: loose.mimeType, sizeBytes: loose.sizeBytes })
    return true
  })
}

export async function settleFailed(pool: pg.Pool, claimed: ClaimedMedia, next: NextFetch): Promise<void> {
  await inTransaction(pool, async (tx) => {
    const again = next.kind === 'again'
    const { rowCount } = await tx.query(
      `update media set state = $3, failure = $4, lease_id = null, due_at = now() + $5 * interval '1 millisecond'
       where id = $1 and lease_id = $2 and state = 'pending'`,
      [
        claimed.id,
        claimed.leaseId,
        again ? 'pending' : next.state,
        JSON.stringify(next.failure),
        again ? next.afterMilliseconds : 0,
      ],
    )
    if (rowCount === 1 && !again)
      await tell(tx, claimed, 'media.failed', { state: next.state, code: next.failure.code })
  })
}

/** Never begun after all: the attempt does not count. */
export async function giveBack(pool: pg.Pool, { id, leaseId }: ClaimedMedia): Promise<void> {
  await pool.query(
    `update media set attempts = attempts - 1, due_at = now(), lease_id = null
     where id = $1 and lease_id = $2 and state = 'pending'`,
    [id, leaseId],
  )
}

async function tell(
  tx: Queryable,
  claimed: ClaimedMedia,
  type: 'media.stored' | 'media.failed',
  data: Record<string, unknown>,
): Promise<void> {
  const { rows } = await tx.query<{ conversation_id: string; contact_id: string | null }>(
    `select conversation_id, contact_id from messages where id = $1`,
    [claimed.messageId],
  )
  await appendEvents(tx, [
    {
      workspaceId: claimed.workspaceId,
      type,
      occurredAt: Date.now(),
      accountId: claimed.accountId,
      contactId: rows[0]?.contact_id ?? null,
      conversationId: rows[0]?.conversation_id ?? null,
      messageId: claimed.messageId,
      data: { mediaId: claimed.id, kind: claimed.kind, ...data },
    },
  ])
}
