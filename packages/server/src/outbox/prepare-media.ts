import type { OutboundContent, WorkspaceId } from '@switchboard/contract'
import type pg from 'pg'
import { appendEvents } from '../events/append.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { failSends, type SendError } from './fail-sends.ts'

export interface UnpreparedSend {
  readonly id: string
  readonly workspaceId: WorkspaceId
  readonly accountId: string
  readonly transport: string
  readonly content: OutboundContent
  /** When the first attempt began, in whichever process. */
  readonly since: Date
}

/**
 * What has to be brought to the provider before it can be sent, oldest first. Each is taken for so many seconds, so that two
 * processes seldom upload the same; when they do, it does no harm.
 */
export async function takeUnprepared(
  pool: pg.Pool,
  transports: readonly string[],
  limit: number,
  seconds: number,
): Promise<UnpreparedSend[]> {
  const { rows } = await pool.query<UnpreparedSend>(
    `update outbox o set due_at = now() + $3 * interval '1 second', preparing_since = coalesce(o.preparing_since, now())
     from (
       select o.id, a.transport from outbox o join accounts a on a.id = o.account_id
       where o.state = 'queued' and not o.ready and o.due_at <= now() and a.transport = any ($1::text[])
       order by o.id limit $2 for update of o skip locked) due
     where o.id = due.id
     returning o.id, o.workspace_id as "workspaceId", o.account_id as "accountId", due.transport, o.content,
       o.preparing_since as since`,
    [transports, limit, seconds],
  )
  return rows
}

/** It did not work this time. */
export async function tryAgainLater(pool: pg.Pool, id: string, milliseconds: number): Promise<void> {
  await pool.query(
    `update outbox set due_at = now() + $2 * interval '1 millisecond' where id = $1 and state = 'queued' and not ready`,
    [id, milliseconds],
  )
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
