import type pg from 'pg'
import { appendEvents } from '../events/append.ts'
import { failSends } from '../outbox/fail-sends.ts'
import { inTransaction } from '../store/in-transaction.ts'

const most = 500
const error = {
  code: 'account-paused',
  sentence: 'The account was taken away before the message left.',
  remedy: 'Send it again from another account.',
}

interface PendingRow {
  readonly id: string
  readonly state: 'held' | 'queued'
}

/**
 * Refuses some of what waits to be sent from accounts that were taken away; approvals of it are closed. @returns how many, 0:
 * none are left.
 */
export function refusePending(pool: pg.Pool): Promise<number> {
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<PendingRow>(
      `select o.id, o.state from accounts a join outbox o on o.account_id = a.id
       where a.state = 'disabled' and o.state in ('queued', 'held') and o.id in (
         select id from (
           select id from outbox where account_id = a.id and state = 'queued' and ready
           union all select id from outbox where account_id = a.id and state = 'queued' and not ready
           union all select id from outbox where account_id = a.id and state = 'held'
         ) pending limit $1)
       limit $1 for update of o skip locked`,
      [most],
    )
    if (rows.length === 0) return 0
    const held = rows.filter(({ state }) => state === 'held').map(({ id }) => id)
    if (held.length > 0) {
      await tx.query(
        `update approvals set state = 'rejected', decided_by = 'system', decided_at = now(), note = 'the account was taken away'
         where outbox_id = any ($1) and state = 'pending'`,
        [held],
      )
      await tx.query(`update outbox set state = 'queued' where id = any ($1)`, [held])
    }
    const sends = rows.map(({ id }) => ({ id, error }))
    await appendEvents(tx, await failSends(tx, sends, { from: 'queued', now: Date.now(), by: 'account' }))
    return rows.length
  })
}
