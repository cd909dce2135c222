import type { sendRefusals } from '@switchboard/contract'
import type pg from 'pg'
import { appendEvents, type NewEvent } from '../events/append.ts'
import type { Caller } from '../outbox/caller.ts'
import type { ConsideredItem } from '../outbox/consider-many.ts'
import { capReason, sendsLeft } from '../outbox/daily-cap.ts'
import { enqueueMessage } from '../outbox/enqueue.ts'
import { enqueueMany } from '../outbox/enqueue-many.ts'
import { limitOf } from '../outbox/pace.ts'
import type { SendRules } from '../outbox/send-request.ts'
import type { Queryable } from '../store/database.ts'
import { callerOf } from './broadcast-caller.ts'
import { changed, finished } from './broadcast-events.ts'
import type { BroadcastRow } from './broadcast-row.ts'
import { type ConsideredRecipients, considerRecipients, type RecipientItem } from './consider-recipients.ts'
import { findRepeated } from './find-repeated.ts'
import { pendingBehind } from './recipient-row.ts'
import { dueTimes, roomIn, windowOf } from './window.ts'
import { type LockedBroadcast, withBroadcast } from './with-broadcast.ts'
import { type RowOutcome, writeOutcomes } from './write-outcomes.ts'

/** How a look at one broadcast ended. */
export interface Step {
  /** Somebody else has it, or it is not to be looked at. */
  readonly idle: boolean
  readonly queued: number
  /** Events were appended. */
  readonly events: boolean
}

const nothing: Step = { idle: true, queued: 0, events: false }

/*
 * These are not about one recipient: all would be refused alike, so the broadcast stops and says why, and goes on when somebody
 * has mended it.
 */
const faults: ReadonlySet<string> = new Set<keyof typeof sendRefusals>([
  'sender-may-not-send',
  'daily-cap-reached',
  'no-account',
  'account-paused',
  'account-not-connected',
  'template-unknown',
  'template-not-approved',
  'content-not-supported',
])

/**
 * Brings the next recipients of a running broadcast into the outbox, as many as its window has room for, in one transaction: their
 * messages, their rows, the counts and where to go on. Whatever dies meanwhile, each recipient is queued once or not yet.
 */
export function queueStep(
  pool: pg.Pool,
  rules: SendRules,
  where: Pick<BroadcastRow, 'id' | 'workspace_id'>,
): Promise<Step> {
  return withBroadcast(pool, where, async (tx, broadcast): Promise<Step> => {
    if (broadcast.state === 'scheduled') return begin(tx, broadcast)
    if (broadcast.state !== 'running') return nothing
    const window = windowOf(limitOf(broadcast), broadcast.per_second)
    const waiting = await stillWaiting(tx, broadcast)
    const room = roomIn(window, waiting)
    const caller = await callerOf(tx, broadcast)
    const left = await sendsLeft(tx, { workspaceId: broadcast.workspace_id, caller })
    const rows =
      room === 0
        ? []
        : await pendingBehind(tx, {
            broadcastId: broadcast.id,
            after: broadcast.queued_position,
            before: broadcast.next_position,
            limit: Math.max(1, Math.min(room, left)),
          })
    if (rows.length === 0) {
      if (room > 0 && waiting === 0) return end(tx, broadcast)
      await lookLater(tx, broadcast, window.pause)
      return { ...nothing, idle: false }
    }
    const due = dueTimes(broadcast.per_second, broadcast.paced_until?.getTime() ?? null, broadcast.now)
    const known = {
      ...broadcast,
      broadcastId: broadcast.id,
      workspaceId: broadcast.workspace_id,
      accountId: broadcast.account_id,
    }
    const found = await considerRecipients(tx, rules, { ...known, caller }, rows, due)
    const fault = capFault(caller, left) ?? faultOf(broadcast, found)
    if (fault) return stop(tx, broadcast, fault)
    const outcomes = await queue(tx, rules, broadcast, caller, found)
    const last = rows.at(-1)?.position ?? broadcast.queued_position
    const more = rows.length === room && room < window.size
    const events = await writeOutcomes(tx, broadcast, outcomes, {
      last,
      pacedUntil: due(found.considered.length - 1),
      lookIn: more ? 0 : window.pause,
    })
    const queued = outcomes.filter(({ state }) => state === 'queued').length
    return { idle: false, queued, events: events || queued > 0 }
  })
}

function capFault({ name, cap }: Caller, left: number): Fault | null {
  if (!cap || left > 0) return null
  return { state: 'paused', code: 'daily-cap-reached', reason: capReason(name, cap, left) }
}

interface Fault {
  readonly state: 'paused' | 'awaiting_approval'
  readonly code: string
  readonly reason: string
}

function faultOf(broadcast: BroadcastRow, { considered }: ConsideredRecipients): Fault | null {
  for (const { decision, gathered } of considered) {
    if (decision.outcome === 'refuse' && faults.has(decision.code))
      return { state: 'paused', code: decision.code, reason: decision.reason }
    const ofThisChat = gathered.facts.conversation.policy === 'approve'
    if (decision.outcome === 'approve' && !ofThisChat && broadcast.decided_by === null)
      return { state: 'awaiting_approval', code: 'approval-needed', reason: decision.reason }
  }
  return null
}

async function queue(
  tx: Queryable,
  rules: SendRules,
  broadcast: LockedBroadcast,
  caller: Caller,
  { considered, refused }: ConsideredRecipients,
): Promise<RowOutcome[]> {
  const outcomes: RowOutcome[] = refused.map((each) => ({ ...each, state: 'refused' }))
  const repeated = await findRepeated(tx, broadcast.id, considered)
  const allowed: ConsideredItem<RecipientItem>[] = []
  for (const each of considered) {
    const { position } = each.item
    const duplicateOf = repeated.get(position)
    if (duplicateOf !== undefined) outcomes.push({ position, state: 'duplicate', duplicateOf })
    else if (each.decision.outcome === 'refuse') {
      const { code, reason } = each.decision
      outcomes.push({ position, state: 'refused', code, reason })
    } else if (each.gathered.facts.conversation.policy === 'approve') outcomes.push(await hold(tx, rules, each))
    // What else would ask for approval was approved with the broadcast: see faultOf.
    else allowed.push({ ...each, decision: { outcome: 'allow' } })
  }
  const { workspace_id: workspaceId, account_id: accountId } = broadcast
  const queued = await enqueueMany(tx, { workspaceId, accountId, caller }, allowed)
  for (const [index, { sendId, contactId }] of queued.entries())
    outcomes.push({ position: allowed[index]?.item.position ?? 0, state: 'queued', sendId, contactId })
  return outcomes
}

/** The chat's own rule: a person looks at each message in it. */
async function hold(
  tx: Queryable,
  rules: SendRules,
  { item, request, place }: ConsideredItem<RecipientItem>,
): Promise<RowOutcome> {
  const { sends } = await enqueueMessage(tx, rules, { ...request, idempotencyKey: item.idempotencyKey })
  const [first] = sends
  if (!first) throw new Error('a send was held without an id')
  return { position: item.position, state: 'queued', sendId: first.id, contactId: place.contactId }
}

async function begin(tx: Queryable, broadcast: LockedBroadcast): Promise<Step> {
  if (broadcast.start_at !== null && broadcast.start_at.getTime() > broadcast.now) return nothing
  return move(tx, broadcast, `state = 'running', started_at = coalesce(started_at, now())`, [
    changed(broadcast, 'running', 'system'),
  ])
}

async function end(tx: Queryable, broadcast: LockedBroadcast): Promise<Step> {
  const events = [changed(broadcast, 'finished', 'system'), finished(broadcast, broadcast)]
  return move(tx, broadcast, `state = 'finished', finished_at = now()`, events)
}

async function stop(tx: Queryable, broadcast: LockedBroadcast, { state, code, reason }: Fault): Promise<Step> {
  await tx.query(`update broadcasts set fault = $2 where id = $1`, [broadcast.id, JSON.stringify({ code, reason })])
  return move(tx, broadcast, `state = '${state}'`, [changed(broadcast, state, 'system', { code })])
}

async function move(tx: Queryable, { id }: BroadcastRow, set: string, events: readonly NewEvent[]): Promise<Step> {
  await tx.query(`update broadcasts set ${set}, updated_at = now() where id = $1`, [id])
  await appendEvents(tx, events)
  return { idle: false, queued: 0, events: true }
}

async function lookLater(tx: Queryable, { id }: BroadcastRow, milliseconds: number): Promise<void> {
  await tx.query(
    `update broadcasts set look_at = now() + $2 * interval '1 millisecond', served_at = now(), attempts = 0 where id = $1`,
    [id, milliseconds],
  )
}

const waitingText = /* sql */ `
with left_ as (
  update broadcast_recipients r set waiting = false
  where r.broadcast_id = $1 and r.waiting
    and not exists (select from outbox o where o.id = r.send_id and o.state in ('held', 'queued', 'leased'))
)
select count(*)::int as n from broadcast_recipients r join outbox o on o.id = r.send_id
where r.broadcast_id = $1 and r.waiting and o.state in ('queued', 'leased')`

/** How many of it are in the outbox; those that have left it are not looked at again. What waits for a person takes no room. */
async function stillWaiting(tx: Queryable, { id }: BroadcastRow): Promise<number> {
  const { rows } = await tx.query<{ n: number }>({ name: 'waiting recipients', text: waitingText, values: [id] })
  return rows[0]?.n ?? 0
}
