import type { BroadcastState, WorkspaceId } from '@switchboard/contract'
import { appendEvents } from '../events/append.ts'
import { type Caller, callerRecord } from '../outbox/caller.ts'
import { cancelMany } from '../outbox/cancel-send.ts'
import { asksFirst, refuseBlocked, requireDecider } from '../outbox/held-back.ts'
import { refusePastTime } from '../outbox/schedule.ts'
import { SendRefusal } from '../outbox/send-refusal.ts'
import { Refusal } from '../refusal.ts'
import type { Queryable } from '../store/database.ts'
import { lockWorkspaceShared } from '../store/locks.ts'
import { callerOf, isMadeByAsker } from './broadcast-caller.ts'
import { changed, finished } from './broadcast-events.ts'
import { type BroadcastRow, fingerprintOfBroadcast } from './broadcast-row.ts'
import { findBroadcast } from './find-broadcast.ts'
import { requireOwnDraft } from './require-own-draft.ts'

/*
 * What people and programs do with a broadcast. Each takes the workspace's lock, then the row's, so it waits for the batch under way
 * and no longer. Doing what was done already changes nothing. Who may not send may change nothing of what others send either.
 */

export interface Steering {
  readonly workspaceId: WorkspaceId
  readonly id: string
  readonly caller: Caller
}

/** @throws {Refusal} broadcast-not-found, sender-may-not-send */
function lockToSteer(tx: Queryable, steering: Steering): Promise<BroadcastRow> {
  refuseBlocked(steering.caller)
  return lock(tx, steering)
}

async function lock(tx: Queryable, { workspaceId, id }: Pick<Steering, 'workspaceId' | 'id'>): Promise<BroadcastRow> {
  await lockWorkspaceShared(tx, workspaceId)
  return findBroadcast(tx, workspaceId, id, 'for update')
}

function refuseState(row: BroadcastRow, what: string, from: readonly BroadcastState[]): Refusal {
  const detail = `The broadcast is ${row.state}; it can be ${what} while it is ${from.join(' or ')}.`
  return new Refusal('broadcast-wrong-state', { detail })
}

const byOf = ({ kind, name }: Steering['caller']): string => `${kind}:${name}`

async function move(
  tx: Queryable,
  row: BroadcastRow,
  to: BroadcastState,
  steering: Steering,
  set = '',
  values: readonly unknown[] = [],
  why: { readonly code?: string } = {},
): Promise<void> {
  await tx.query(
    `update broadcasts set state = $2, look_at = '-infinity', updated_at = now()${set === '' ? '' : `, ${set}`} where id = $1`,
    [row.id, to, ...values],
  )
  await appendEvents(tx, [changed(row, to, byOf(steering.caller), why)])
}

/** Asks for a dry run. @throws {Refusal} broadcast-wrong-state, broadcast-uploading */
export async function checkBroadcast(tx: Queryable, steering: Steering): Promise<void> {
  const row = await lockToSteer(tx, steering)
  if (row.state === 'checking') return
  if (row.state !== 'draft') throw refuseState(row, 'checked', ['draft'])
  refuseUpload(row)
  await move(tx, row, 'checking', steering, `checked_position = 0, verdicts = '{}', checked_at = null`)
}

const begun: readonly BroadcastState[] = ['awaiting_approval', 'scheduled', 'running']

/**
 * Begins, at once or at a time; or waits for a person, where the caller's messages or the account's do: one yes is for all of it.
 * @throws {Refusal} broadcast-wrong-state, broadcast-uploading, schedule-past, broadcast-changed, broadcast-empty, sender-may-not-send
 */
export async function startBroadcast(
  tx: Queryable,
  steering: Steering & { readonly startAt?: number | undefined; readonly fingerprint?: string | undefined },
): Promise<void> {
  const row = await lockToSteer(tx, steering)
  const { caller, startAt } = steering
  // Asked again because the answer was lost: it has been done.
  if (begun.includes(row.state) && (startAt ?? null) === (row.start_at?.getTime() ?? null)) return
  if (row.state !== 'draft') throw refuseState(row, 'started', ['draft'])
  refuseUpload(row)
  refusePastTime(startAt, Date.now())
  requireSeen(row, steering.fingerprint, await isMadeByAsker(tx, row, caller))
  if (row.pending === 0)
    throw new Refusal('broadcast-empty', { detail: 'Nobody in its list can be sent to. Add recipients first.' })
  if (!caller.maySend) throw new SendRefusal('sender-may-not-send', `"${caller.name}" may not send.`)
  const later = startAt !== undefined && startAt > Date.now()
  const to = (await needsApproval(tx, row, caller)) ? 'awaiting_approval' : later ? 'scheduled' : 'running'
  await move(
    tx,
    row,
    to,
    steering,
    `start_at = $3, started_by = $4, fault = null, started_at = case when $2 = 'running' then now() end`,
    [startAt === undefined ? null : new Date(startAt), starterRecord(caller)],
  )
}

function starterRecord(caller: Caller): string {
  const { policy, reach, cap } = caller
  return JSON.stringify({ ...callerRecord(caller), policy, reach, cap })
}

/** As the gate says it of one message: gate.ts, approvalReason. */
async function needsApproval(tx: Queryable, row: BroadcastRow, caller: Caller): Promise<boolean> {
  if (asksFirst(caller)) return true
  const { rows } = await tx.query<{ send_policy: string | null }>(`select send_policy from accounts where id = $1`, [
    row.account_id,
  ])
  return rows[0]?.send_policy === 'approve'
}

export interface BroadcastDecision extends Steering {
  readonly verdict: 'approve' | 'reject'
  /** Of what the person saw; where given, it must still be that. */
  readonly fingerprint?: string | undefined
}

/**
 * A person's word about all of it. Rejecting cancels it.
 * @throws {Refusal} broadcast-wrong-state, broadcast-changed, decider-held-back
 */
export async function decideBroadcast(tx: Queryable, decision: BroadcastDecision): Promise<void> {
  requireDecider(decision.caller)
  const row = await lock(tx, decision)
  if (row.state !== 'awaiting_approval') throw refuseState(row, 'decided', ['awaiting_approval'])
  const isYesToAnAsker = decision.verdict === 'approve' && row.started_by !== null && asksFirst(row.started_by)
  requireSeen(row, decision.fingerprint, isYesToAnAsker)
  if (decision.verdict === 'reject') return cancel(tx, row, decision)
  const later = row.start_at !== null && row.start_at.getTime() > Date.now()
  await move(
    tx,
    row,
    later ? 'scheduled' : 'running',
    decision,
    `decided_by = $3, fault = null, started_at = case when $2 = 'running' then coalesce(started_at, now()) end`,
    [byOf(decision.caller)],
  )
}

const approvalHours = 24

/**
 * A job: broadcasts for which nobody had time are cancelled, as single messages are: a day after they were last changed, which was
 * when the yes was asked for. @returns how many; call again while it is 100
 */
export async function expireBroadcasts(tx: Queryable): Promise<number> {
  const { rows } = await tx.query<Pick<BroadcastRow, 'id' | 'workspace_id'>>(
    `select id, workspace_id from broadcasts where state = 'awaiting_approval'
       and updated_at <= now() - $1 * interval '1 hour' order by workspace_id, id limit 100`,
    [approvalHours],
  )
  for (const { id, workspace_id: workspaceId } of rows) {
    const row = await lock(tx, { workspaceId, id })
    // Somebody may have decided since it was looked for.
    if (row.state === 'awaiting_approval')
      await cancel(tx, row, { workspaceId, id, caller: clock }, { code: 'approval-expired' })
  }
  return rows.length
}

const clock: Caller = { kind: 'system', id: 'system', name: 'clock', maySend: false, assistant: false, policy: null }

/** Nothing more is queued. What is in the outbox, some two seconds of its pace, still leaves. */
export async function pauseBroadcast(tx: Queryable, steering: Steering): Promise<void> {
  const row = await lockToSteer(tx, steering)
  if (row.state === 'paused') return
  if (row.state !== 'running' && row.state !== 'scheduled') throw refuseState(row, 'paused', ['running', 'scheduled'])
  await move(tx, row, 'paused', steering)
}

/**
 * Goes on where it stood. Where the caller's own messages wait for a yes, so does this, whoever started it and was allowed to. Where who
 * started it may send no more, it goes on as the caller's.
 */
export async function resumeBroadcast(tx: Queryable, steering: Steering): Promise<void> {
  const row = await lockToSteer(tx, steering)
  if (row.state === 'running' || row.state === 'scheduled') return
  const asks = asksFirst(steering.caller)
  if (asks && row.state === 'awaiting_approval') return
  if (row.state !== 'paused' && row.state !== 'failed') throw refuseState(row, 'resumed', ['paused', 'failed'])
  const startedBy = (await callerOf(tx, row)).maySend ? null : starterRecord(steering.caller)
  const again = 'started_by = coalesce($3, started_by), fault = null, attempts = 0, paced_until = null'
  if (asks) return move(tx, row, 'awaiting_approval', steering, again, [startedBy])
  const later = row.start_at !== null && row.start_at.getTime() > Date.now()
  await move(
    tx,
    row,
    later ? 'scheduled' : 'running',
    steering,
    `${again}, started_at = case when $2 = 'running' then coalesce(started_at, now()) else started_at end`,
    [startedBy],
  )
}

/**
 * Ends it. What has not left is taken back, in the list and in the outbox. To stop what somebody else began, whose own messages wait
 * may pause it, which a person can undo.
 * @throws {SendRefusal} send-not-own
 */
export async function cancelBroadcast(tx: Queryable, steering: Steering): Promise<void> {
  const row = await lockToSteer(tx, steering)
  if (row.state === 'cancelled') return
  requireOwnDraft(row, steering.caller)
  if (row.state === 'finished') throw refuseState(row, 'cancelled', ['draft', 'scheduled', 'running', 'paused'])
  await cancel(tx, row, steering)
}

async function cancel(
  tx: Queryable,
  row: BroadcastRow,
  steering: Steering,
  why: { readonly code?: string } = {},
): Promise<void> {
  const { workspaceId } = steering
  const { rows } = await tx.query<{ send_id: string }>(
    `select send_id from broadcast_recipients where broadcast_id = $1 and waiting`,
    [row.id],
  )
  const sendIds = rows.map(({ send_id: id }) => id)
  const taken = await cancelMany(tx, { workspaceId, sendIds, by: byOf(steering.caller) })
  const { rowCount } = await tx.query(
    `update broadcast_recipients set state = 'cancelled', waiting = false where broadcast_id = $1 and waiting and send_id = any ($2::uuid[])`,
    [row.id, taken],
  )
  const back = rowCount ?? 0
  // Rows whose turn never came stay as they are, and are read as cancelled: a million of them need not be written.
  await move(
    tx,
    row,
    'cancelled',
    steering,
    `cancelled = cancelled + pending + $3, queued = queued - $3, pending = 0, upload_id = null, finished_at = now()`,
    [back],
    why,
  )
  const { pending, queued, cancelled } = row
  await appendEvents(tx, [
    finished(row, { ...row, pending: 0, queued: queued - back, cancelled: cancelled + pending + back }),
  ])
}

/**
 * A draft may have been changed since by somebody else, and what an assistant made nobody need have read.
 * @param seen the fingerprint of what the person saw
 * @param isNeeded whether going on without one is refused too
 */
function requireSeen(row: BroadcastRow, seen: string | undefined, isNeeded: boolean): void {
  if (seen === fingerprintOfBroadcast(row) || (seen === undefined && !isNeeded)) return
  throw new Refusal('broadcast-changed', {
    detail:
      seen === undefined
        ? 'An assistant, or a key whose messages wait for approval or are refused, made or started it, so the yes carries the fingerprint of what was seen. GET the broadcast, look at it, and send its "fingerprint".'
        : 'Its message or its list was changed since. Look at it again, then decide.',
  })
}

function refuseUpload(row: BroadcastRow): void {
  if (!row.uploading) return
  throw new Refusal('broadcast-uploading', { detail: 'Recipients are being uploaded. Wait until that has ended.' })
}
