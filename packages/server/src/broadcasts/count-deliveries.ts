import type { BroadcastDeliveries } from '@switchboard/contract'
import type { Queryable } from '../store/database.ts'
import type { BroadcastRow } from './broadcast-row.ts'

type Counts = Omit<BroadcastDeliveries, 'countedAt'>

// Each of the queued in exactly one: by where the send is, and once it is accepted by its newest receipt.
const text = /* sql */ `
with each as (
  select case
    when o.id is null then 'gone'
    when o.state in ('held', 'queued', 'leased') then 'waiting'
    when o.state in ('cancelled', 'unknown') then o.state
    when o.state = 'failed' or m.status = 'failed' then 'failed'
    when m.status in ('read', 'played') then 'read'
    when m.status in ('sent', 'delivered') then m.status
    when m.status is null then 'accepted'
    else 'sent' end as fate,
    exists (select from messages i where i.conversation_id = m.conversation_id and i.sent_at > m.sent_at
      and i.direction = 'inbound' and i.source_rank > 0) as answered
  from broadcast_recipients r
  left join outbox o on o.id = r.send_id
  left join messages m on m.id = r.send_id
  where r.broadcast_id = $1 and r.state = 'queued'
)
select b.queued, (select count(*)::int from each where answered) as answered, coalesce((select jsonb_object_agg(fate, n) from (select fate, count(*) as n from each group by fate) f), '{}') as fates
from broadcasts b where b.id = $1`

/** Up to so many are counted each time that somebody asks; more are counted at most every so often. */
const fewEnough = 20_000
const freshMilliseconds = 10_000

/** What became of what was queued: exact for a short list, for a long one not older than ten seconds. */
export async function countDeliveries(db: Queryable, row: BroadcastRow): Promise<BroadcastDeliveries> {
  if (row.queued > fewEnough) {
    const { rows } = await db.query<{ deliveries: Counts | null; deliveries_at: Date | null }>(
      `select deliveries, deliveries_at from broadcasts where id = $1`,
      [row.id],
    )
    const { deliveries = null, deliveries_at: at = null } = rows[0] ?? {}
    if (deliveries && at && Date.now() - at.getTime() < freshMilliseconds)
      return { ...deliveries, answered: deliveries.answered ?? 0, countedAt: at.toISOString() }
  }
  const none = { waiting: 0, accepted: 0, sent: 0, delivered: 0, read: 0, failed: 0, unknown: 0, cancelled: 0, gone: 0 }
  const { rows } = await db.query<{ queued: number; answered: number; fates: Partial<Counts> }>(text, [row.id])
  const { queued, answered, fates } = rows[0] ?? { queued: 0, answered: 0, fates: {} }
  // Rows that are too old are let go, and the broadcast still counts them.
  const kept = Object.values(fates).reduce((sum, count) => sum + count, 0)
  const counts: Counts = { ...none, ...fates, answered, gone: (fates.gone ?? 0) + queued - kept }
  const at = new Date()
  if (row.queued > fewEnough)
    await db.query(`update broadcasts set deliveries = $2, deliveries_at = $3 where id = $1`, [
      row.id,
      JSON.stringify(counts),
      at,
    ])
  return { ...counts, countedAt: at.toISOString() }
}
