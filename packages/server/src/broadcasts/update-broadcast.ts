import type { UpdateBroadcast } from '@switchboard/contract'
import { appendEvents } from '../events/append.ts'
import { refuseBlocked } from '../outbox/held-back.ts'
import { Refusal } from '../refusal.ts'
import type { Queryable } from '../store/database.ts'
import { lockWorkspaceShared } from '../store/locks.ts'
import { changed } from './broadcast-events.ts'
import { findBroadcast } from './find-broadcast.ts'
import { refuseContent, refusePace } from './refuse-content.ts'
import { requireOwnDraft } from './require-own-draft.ts'
import type { Steering } from './steer-broadcast.ts'

/**
 * Changes a draft. With another content what the last dry run found counts no more; whom it refused is found again by the next.
 * @throws {Refusal} broadcast-not-found, broadcast-wrong-state, invalid-request, sender-may-not-send, send-not-own
 */
export async function updateBroadcast(
  tx: Queryable,
  { workspaceId, id, caller, asked }: Steering & { readonly asked: UpdateBroadcast },
): Promise<void> {
  refuseBlocked(caller)
  await lockWorkspaceShared(tx, workspaceId)
  const row = await findBroadcast(tx, workspaceId, id, 'for update')
  if (row.state !== 'draft') {
    const detail = `The broadcast is ${row.state}; it can be changed while it is draft. Make another with what should differ.`
    throw new Refusal('broadcast-wrong-state', { detail })
  }
  requireOwnDraft(row, caller)
  const { name = row.name, content = row.content, perSecond = row.per_second } = asked
  refuseContent(content)
  await refusePace(tx, row.account_id, perSecond ?? undefined)
  const isAnother = asked.content !== undefined && JSON.stringify(content) !== JSON.stringify(row.content)
  await tx.query(
    `update broadcasts set name = $2, content = $3, per_second = $4, updated_at = now(),
       verdicts = case when $5 then null else verdicts end, checked_at = case when $5 then null else checked_at end
     where id = $1`,
    [row.id, name, JSON.stringify(content), perSecond, isAnother],
  )
  const fields = Object.keys(asked)
  if (fields.length > 0)
    await appendEvents(tx, [changed(row, 'draft', `${caller.kind}:${caller.name}`, { changed: fields })])
}
