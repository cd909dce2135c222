import type pg from 'pg'
import { appendEvents } from '../events/append.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { type ChangedSend, placeOf } from './fail-sends.ts'

// The lease stays named, so that an answer that comes late after all still counts.
const text = /* sql */ `
with gone as (
  select id from outbox where state = 'leased' and lease_expires_at < now() order by id limit 500 for update skip locked
), changed as (
  update outbox o set state = 'unknown', settled_at = now(), updated_at = now(),
    error = '{"code": "lease-expired", "sentence": "The server stopped while the message may have been on its way."}'
  from gone where o.id = gone.id returning o.*
)
select c.id, c.workspace_id, c.account_id, c.conversation_id, c.message_id, v.contact_id, c.attempts
from changed c join conversations v on v.id = c.conversation_id`

/** What was leased by a dispatcher that is gone may have been sent: it becomes `unknown`, never queued again. @returns how many. */
export async function sweepLeases(pool: pg.Pool): Promise<number> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<ChangedSend>(text)
    await appendEvents(
      client,
      rows.map((row) => ({
        ...placeOf(row),
        type: 'message.unknown',
        occurredAt: Date.now(),
        data: { sendId: row.id, attempts: row.attempts, reason: 'lease-expired' },
      })),
    )
    return rows.length
  })
}
