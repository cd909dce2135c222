import type { WebhookEndpointId } from '@switchboard/contract'
import type pg from 'pg'
import { inTransaction } from '../store/in-transaction.ts'
import { disableHeld } from './change-endpoint.ts'

/** Nothing but failures for so long switches an endpoint off. */
export const failingDays = 5

export interface SwitchedOff {
  readonly id: WebhookEndpointId
  readonly reason: 'gone' | 'failing'
}

/**
 * Switches off the endpoint if it answered 410, or if it has failed for days; what waits for it stays. A success that another
 * process wrote meanwhile saves it from the latter.
 */
export function switchOff(pool: pg.Pool, id: WebhookEndpointId, gone: boolean): Promise<SwitchedOff | null> {
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query(
      `select id, workspace_id from webhook_endpoints
       where id = $1 and state = 'enabled' and ($2 or failing_since < now() - ${failingDays} * interval '1 day') for update`,
      [id, gone],
    )
    if (!rows[0]) return null
    const reason = gone ? 'gone' : 'failing'
    await disableHeld(tx, rows[0], { reason, by: 'system' })
    return { id, reason }
  })
}
