import type pg from 'pg'
import { appendEvents } from '../events/append.ts'
import type { SendRules } from '../outbox/send-request.ts'
import { callerOf } from './broadcast-caller.ts'
import { changed, progressed } from './broadcast-events.ts'
import type { BroadcastRow } from './broadcast-row.ts'
import { considerRecipients, type RefusedRecipient } from './consider-recipients.ts'
import { addCounts, countBy } from './insert-recipients.ts'
import type { Step } from './queue-step.ts'
import { type PendingRow, pendingBehind } from './recipient-row.ts'
import { type LockedBroadcast, withBroadcast } from './with-broadcast.ts'

const rowsAtOnce = 500
const progressMilliseconds = 1_000

const writeText = /* sql */ `
update broadcast_recipients r set verdict = k.verdict, verdict_reason = k.reason
from unnest($2::bigint[], $3::text[], $4::text[]) k(position, verdict, reason)
where r.broadcast_id = $1 and r.position = k.position`

/**
 * A dry run, some recipients at a time: what the gate would say now of each, written beside those whom it would refuse. Nothing goes
 * to the outbox. Where it was interrupted it goes on.
 */
export function checkStep(
  pool: pg.Pool,
  rules: SendRules,
  where: Pick<BroadcastRow, 'id' | 'workspace_id'>,
): Promise<Step> {
  return withBroadcast(pool, where, async (tx, broadcast): Promise<Step> => {
    if (broadcast.state !== 'checking') return { idle: true, queued: 0, events: false }
    const { id, next_position: before, checked_position: after } = broadcast
    const rows = await pendingBehind(tx, { broadcastId: id, after, before, limit: rowsAtOnce })
    const found = await considerRecipients(tx, rules, await asked(tx, broadcast), rows)
    const ofGate = found.considered.flatMap(({ item, decision }): RefusedRecipient[] =>
      decision.outcome === 'refuse' ? [{ position: item.position, code: decision.code, reason: decision.reason }] : [],
    )
    const refused = [...found.refused, ...ofGate]
    const written = [...refused, ...clearedOf(rows, refused)]
    if (written.length > 0)
      await tx.query(writeText, [
        id,
        written.map(({ position }) => position),
        written.map(({ code }) => code),
        written.map(({ reason }) => reason),
      ])
    const allowed = rows.length - refused.length
    const verdicts = addCounts(
      addCounts(broadcast.verdicts ?? {}, countBy(refused.map(({ code }) => code))),
      allowed > 0 ? { allow: allowed } : {},
    )
    const isDone = rows.length < rowsAtOnce
    const isTime = isDone || broadcast.now - (broadcast.progress_at?.getTime() ?? 0) >= progressMilliseconds
    await tx.query(
      `update broadcasts set checked_position = $2, verdicts = $3::jsonb, state = case when $4 then 'draft' else state end,
         checked_at = case when $4 then now() end, progress_at = case when $5 then now() else progress_at end, served_at = now(),
         attempts = 0, updated_at = now()
       where id = $1`,
      [id, rows.at(-1)?.position ?? after, JSON.stringify(verdicts), isDone, isTime],
    )
    const checked = Object.values(verdicts).reduce((sum, count) => sum + count, 0)
    if (isTime) await appendEvents(tx, [progressed(broadcast, broadcast, checked)])
    if (isDone) await appendEvents(tx, [changed(broadcast, 'draft', 'system', { verdicts })])
    return { idle: false, queued: 0, events: isTime }
  })
}

async function asked(tx: Parameters<typeof callerOf>[0], broadcast: LockedBroadcast) {
  const { id: broadcastId, workspace_id: workspaceId, account_id: accountId, content } = broadcast
  return { broadcastId, workspaceId, accountId, content, caller: await callerOf(tx, broadcast) }
}

/** Whom an earlier check refused and this one does not. */
function clearedOf(rows: readonly PendingRow[], refused: readonly RefusedRecipient[]) {
  const now = new Set(refused.map(({ position }) => position))
  return rows
    .filter(({ position, verdict }) => verdict !== null && !now.has(position))
    .map(({ position }) => ({ position, code: null, reason: null }))
}
