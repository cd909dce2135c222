import type { OutboundContent } from '@switchboard/contract'
import type pg from 'pg'
import { appendEvents } from '../events/append.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { failSends, type SendError } from './fail-sends.ts'

export interface UnpreparedSend {
  readonly id: string
  readonly workspaceId: string
  readonly accountId: string
  readonly content: OutboundContent
}

/** What has to be brought to the provider before it can be sent, oldest first. Uploading twice does no harm, so nothing is locked. */
export async function unpreparedSends(pool: pg.Pool, limit: number): Promise<UnpreparedSend[]> {
  const { rows } = await pool.query<UnpreparedSend>(
    `select o.id, o.workspace_id as "workspaceId", o.account_id as "accountId", o.content from outbox o
     where o.state = 'queued' and not o.ready order by o.id limit $1`,
    [limit],
  )
  return rows
}

/** The media are at the provider: the message may leave. `resolved` is what the transport's content gets beside it. */
export async function markPrepared(pool: pg.Pool, id: string, resolved: object): Promise<void> {
  await pool.query(
    `update outbox set ready = true, resolved = coalesce(resolved, '{}') || $2::jsonb, due_at = greatest(coalesce(send_at, now()), now()),
       updated_at = now() where id = $1 and not ready`,
    [id, JSON.stringify(resolved)],
  )
}

/** They can't be brought there: the message will not be sent. */
export async function failUnprepared(pool: pg.Pool, id: string, error: SendError): Promise<void> {
  await inTransaction(pool, async (tx) => {
    await appendEvents(tx, await failSends(tx, [{ id, error }], { from: 'queued', now: Date.now(), by: 'media' }))
  })
}
