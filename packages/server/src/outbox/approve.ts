import type { ApprovalId, ApprovalState, OutboundContent, WorkspaceId } from '@switchboard/contract'
import { appendEvents, type NewEvent } from '../events/append.ts'
import type { Queryable } from '../store/database.ts'
import { bulkFingerprint } from '../store/sends/bulk-fingerprint.ts'
import { approvalFingerprint, templateTextNow } from './approval-fingerprint.ts'
import type { Caller } from './caller.ts'
import { type ChangedSend, failSends, placeOf } from './fail-sends.ts'
import { type Decision, decide, type SendFacts } from './gate.ts'
import { gatherFacts } from './gather-facts.ts'
import { requireDecider } from './held-back.ts'
import { outOfReach, requireReach } from './reach.ts'
import { resolvePlace } from './resolve-place.ts'
import { SendRefusal } from './send-refusal.ts'
import type { SendRules } from './send-request.ts'
import { templateTextOf } from './template-text.ts'
import { writeContent } from './write-content.ts'

/*
 * pending → approved: the sends are queued | rejected or expired: they are cancelled. Decided once. What is approved is what was
 * shown: the approval carries a fingerprint of recipient and content, and a changed text asks anew.
 */

type Decider = Pick<Caller, 'kind' | 'id' | 'name' | 'reach' | 'policy'>

export interface ApprovalDecision {
  readonly workspaceId: WorkspaceId
  readonly approvalId: string
  readonly verdict: 'approve' | 'reject'
  /** Who decides. */
  readonly by: Decider
  readonly note?: string | undefined
  /** What is to go instead of what was asked for: exactly this is sent, and the history says that a person changed it. */
  readonly content?: OutboundContent | undefined
  /** Of what the person saw; where given, it must still be that. */
  readonly fingerprint?: string | undefined
}

interface ApprovalRow {
  readonly id: ApprovalId
  readonly outbox_id: string
  readonly state: ApprovalState
  readonly fingerprint: string
  readonly expires_at: Date
  readonly expired: boolean
}

interface HeldRow extends ChangedSend {
  readonly state: string
  readonly recipient: unknown
  readonly content: OutboundContent
  readonly send_at: Date | null
  readonly priority: number
}

/**
 * About one approval, or by its id about all of a bulk that wait: then one yes is to exactly those that were shown, less those whose
 * time was over meanwhile, which are cancelled.
 *
 * @throws {SendRefusal} decider-held-back, approval-not-found, approval-decided, approval-expired, approval-changed,
 * content-not-supported (what can't be changed); and, since hours may have passed, whatever the gate refuses now (then it still
 * waits). Of a bulk what the gate refuses now fails by itself, and the others go.
 */
export async function decideApproval(tx: Queryable, rules: SendRules, decision: ApprovalDecision): Promise<void> {
  requireDecider(decision.by)
  const approvals = await lockApprovals(tx, decision.workspaceId, decision.approvalId)
  const [first] = approvals
  if (!first) throw new SendRefusal('approval-not-found', 'The workspace has no such approval.')
  if (first.id === decision.approvalId) await decideOne(tx, rules, decision, first)
  else await decideBulk(tx, rules, decision, approvals, first)
}

async function decideBulk(
  tx: Queryable,
  rules: SendRules,
  decision: ApprovalDecision,
  approvals: readonly ApprovalRow[],
  first: ApprovalRow,
): Promise<void> {
  const reached = await reachedOf(tx, approvals, decision.by)
  const pending = reached.filter(({ state }) => state === 'pending')
  const waiting = pending.filter(({ expired }) => !expired)
  if (waiting.length === 0) throw nothingWaits(reached, first)
  if (decision.content !== undefined)
    throw new SendRefusal(
      'content-not-supported',
      'What goes to many is decided about as it is. Reject it and have it sent anew, or change each message (PATCH /v1/messages/{id}).',
    )
  const isYes = decision.verdict === 'approve'
  if ((isYes || decision.fingerprint !== undefined) && !wasShown(decision.fingerprint, waiting, reached))
    throw new SendRefusal(
      'approval-changed',
      'The yes to several messages carries the fingerprint of exactly those that were shown, and it is not that of those that wait. ' +
        'Look at them again, then decide.',
    )
  for (const approval of waiting)
    await decideOne(tx, rules, { ...decision, fingerprint: approval.fingerprint }, approval, 'fail')
  // Their time was over before the word came: it is not about them, and they wait for nothing more.
  for (const approval of pending) if (approval.expired) await expire(tx, approval)
}

/** Those of a bulk that whoever decides can see: a credential of some accounts or contacts only decides about theirs. */
async function reachedOf(tx: Queryable, approvals: readonly ApprovalRow[], by: Decider): Promise<ApprovalRow[]> {
  if (!by.reach || (by.reach.accounts === null && by.reach.contacts === null)) return [...approvals]
  const { rows } = await tx.query<{ id: string; accountId: string; contactId: string | null }>(
    `select a.id, o.account_id as "accountId", v.contact_id as "contactId" from approvals a
     join outbox o on o.id = a.outbox_id join conversations v on v.id = o.conversation_id where a.id = any ($1::uuid[])`,
    [approvals.map(({ id }) => id)],
  )
  const within = new Set(rows.filter((row) => outOfReach(by.reach, row) === null).map(({ id }) => id))
  if (within.size === 0) throw new SendRefusal('approval-not-found', 'The workspace has no such approval.')
  return approvals.filter(({ id }) => within.has(id))
}

function nothingWaits(approvals: readonly ApprovalRow[], first: ApprovalRow): SendRefusal {
  // One that was changed is over as "rejected", whatever became of the new one.
  const { state } = approvals.find((approval) => approval.state === 'approved') ?? first
  const isLate = state !== 'approved' && approvals.some(isOver)
  return isLate ? tooLate() : new SendRefusal('approval-decided', `The approval was ${state} already.`)
}

const isOver = ({ state, expired }: ApprovalRow): boolean => state === 'expired' || (state === 'pending' && expired)

/**
 * Whether a fingerprint is of those that wait, as they are shown now or were before the time of others was over: who saw more
 * than what is left to decide has seen that, too.
 */
function wasShown(
  seen: string | undefined,
  waiting: readonly ApprovalRow[],
  approvals: readonly ApprovalRow[],
): boolean {
  const over = approvals.filter(isOver).toSorted((a, b) => b.expires_at.getTime() - a.expires_at.getTime())
  return [0, ...over.keys().map((index) => index + 1)].some((count) => {
    const then = new Set([...waiting, ...over.slice(0, count)])
    return seen === bulkFingerprint(approvals.filter((approval) => then.has(approval)))
  })
}

/** @param whenRefused what becomes of it where the gate refuses now what may be approved: it goes on waiting, or fails */
async function decideOne(
  tx: Queryable,
  rules: SendRules,
  decision: ApprovalDecision,
  approval: ApprovalRow,
  whenRefused: 'wait' | 'fail' = 'wait',
): Promise<void> {
  const held = await stillHeld(tx, approval)
  const [first] = held
  requireReach(decision.by.reach, { accountId: first.account_id, contactId: first.contact_id })
  await requireUnchanged(tx, rules, decision, approval, held)
  let refusal: SendRefusal | undefined
  try {
    if (decision.verdict === 'approve') await putIn(tx, rules, decision, approval, held, first)
  } catch (error) {
    if (!(error instanceof SendRefusal) || whenRefused === 'wait') throw error
    refusal = error
  }
  const state = decision.verdict === 'approve' ? 'approved' : 'rejected'
  const { by, note = null } = decision
  const edited = decision.verdict === 'approve' && decision.content !== undefined
  await close(tx, approval, held, { state, by: `${by.kind}:${by.name}`, note, edited })
  if (!refusal) return
  const error = { code: refusal.code, sentence: refusal.message }
  const failed = held.map(({ id }) => ({ id, error }))
  await appendEvents(tx, await failSends(tx, failed, { from: 'queued', now: Date.now(), by: 'gate' }))
}

function tooLate(): SendRefusal {
  return new SendRefusal(
    'approval-expired',
    'The approval has expired; the message was not sent. Send it again to ask anew.',
  )
}

/** @throws {SendRefusal} approval-expired, approval-decided, approval-changed */
async function stillHeld(tx: Queryable, approval: ApprovalRow): Promise<readonly [HeldRow, ...HeldRow[]]> {
  if (isOver(approval)) throw tooLate()
  if (approval.state !== 'pending') throw await decidedAlready(tx, approval)
  const [first, ...others] = await heldSends(tx, approval.outbox_id)
  if (!first || [first, ...others].some(({ state }) => state !== 'held'))
    throw new SendRefusal('approval-decided', 'The message does not wait for approval any more.')
  return [first, ...others]
}

async function requireUnchanged(
  tx: Queryable,
  rules: SendRules,
  decision: ApprovalDecision,
  approval: ApprovalRow,
  held: readonly [HeldRow, ...HeldRow[]],
): Promise<void> {
  const [first] = held
  const contents = held.map(({ content }) => content)
  const text = await templateTextNow(tx, rules, first.account_id, first.content)
  const fingerprint = approvalFingerprint(first.recipient, contents, text)
  const seen = decision.fingerprint ?? approval.fingerprint
  // A no is about what was seen, whatever has become of it.
  const asked = decision.verdict === 'approve' ? fingerprint : approval.fingerprint
  if (asked !== approval.fingerprint || seen !== approval.fingerprint)
    throw new SendRefusal('approval-changed', changedSince(first.content))
}

/** The gate is asked again, about what is to go now: what was asked for, or what the person made of it. */
async function putIn(
  tx: Queryable,
  rules: SendRules,
  { workspaceId, by, content }: ApprovalDecision,
  approval: ApprovalRow,
  held: readonly HeldRow[],
  first: HeldRow,
): Promise<void> {
  const caller: Caller = { ...by, maySend: true, assistant: false, policy: null }
  if (content === undefined) {
    await checkAgain(tx, rules, { workspaceId, caller }, first)
    return
  }
  requireChangeable(held, content)
  const { template } = await checkAgain(tx, rules, { workspaceId, caller }, { ...first, content })
  await writeContent(tx, workspaceId, first.id, content, template)
  const fingerprint = approvalFingerprint(first.recipient, [content], templateTextOf(template))
  await tx.query(`update approvals set fingerprint = $2, edited = true where id = $1`, [approval.id, fingerprint])
}

/** @throws {SendRefusal} content-not-supported */
export function requireChangeable(
  held: readonly { readonly content: OutboundContent }[],
  content: OutboundContent,
): void {
  if (content.type === 'reaction' || held.some((row) => row.content.type === 'reaction'))
    throw new SendRefusal(
      'content-not-supported',
      'A reaction is no message that could be changed. Cancel it and react anew.',
    )
  if (held.length > 1)
    throw new SendRefusal(
      'content-not-supported',
      'A text in several parts cannot be changed. Cancel it and send it anew.',
    )
}

function changedSince({ type }: OutboundContent): string {
  return type === 'template'
    ? 'The template was changed since, so what would be read is not what was shown. Reject it; or give the message the same content ' +
        'again (PATCH /v1/messages/{id}), which asks anew with the text as it is now.'
    : 'The message is not the one that was shown. Look at it again, then decide.'
}

/** Where the message was changed since, the answer names the approval that waits instead. */
async function decidedAlready(tx: Queryable, { state, outbox_id: sendId }: ApprovalRow): Promise<SendRefusal> {
  const { rows } = await tx.query<{ id: ApprovalId }>(
    `select id from approvals where outbox_id = $1 and state = 'pending'`,
    [sendId],
  )
  const [now] = rows
  if (!now) return new SendRefusal('approval-decided', `The approval was ${state} already.`)
  const detail = `The message was changed after this approval was asked for. Look at it again, then decide about ${now.id}.`
  return new SendRefusal('approval-changed', detail, { kind: 'approval', approvalId: now.id })
}

/** The one of this id, or all of the bulk. */
async function lockApprovals(tx: Queryable, workspaceId: string, id: string): Promise<ApprovalRow[]> {
  const { rows } = await tx.query<ApprovalRow>(
    `select id, outbox_id, state, fingerprint, expires_at, expires_at <= now() as expired from approvals
     where workspace_id = $1 and (id = $2 or bulk_id = $2) order by id for update`,
    [workspaceId, id],
  )
  return rows
}

export async function heldSends(tx: Queryable, firstId: string): Promise<HeldRow[]> {
  const { rows } = await tx.query<HeldRow>(
    `select o.id, o.workspace_id, o.account_id, o.conversation_id, o.message_id, v.contact_id, o.attempts, o.state, o.recipient,
       o.content, o.send_at, o.priority
     from outbox o join conversations v on v.id = o.conversation_id
     where o.id = $1 or o.part_of = $1 order by o.part for update of o`,
    [firstId],
  )
  return rows
}

const purposes = ['reply', 'notification', 'bulk'] as const

type Asker = { readonly workspaceId: WorkspaceId; readonly caller: Caller }
type Written = Pick<HeldRow, 'conversation_id' | 'content' | 'priority' | 'send_at'>

/** By the rules of now. @throws {SendRefusal} what the gate refuses; what it wants a yes for is let through */
export async function checkAgain(tx: Queryable, rules: SendRules, asker: Asker, held: Written): Promise<SendFacts> {
  const { facts } = await decideNow(tx, rules, asker, held)
  // What a conversation asks for has just been given.
  const policy = facts.conversation.policy === 'approve' ? null : facts.conversation.policy
  const decided = decide({ ...facts, conversation: { ...facts.conversation, policy } })
  if (decided.outcome === 'refuse') throw new SendRefusal(decided.code, decided.reason, decided.alternative)
  return facts
}

/** What the gate says now of what was written down before. */
export async function decideNow(
  tx: Queryable,
  rules: SendRules,
  { workspaceId, caller }: Asker,
  held: Written,
): Promise<{ readonly facts: SendFacts; readonly decision: Decision }> {
  const request = {
    workspaceId,
    caller,
    to: { conversationId: held.conversation_id },
    content: held.content,
    purpose: purposes[held.priority] ?? 'bulk',
    ...(held.send_at === null ? {} : { sendAt: held.send_at.getTime() }),
  }
  const { facts } = await gatherFacts(tx, rules, request, await resolvePlace(tx, request))
  return { facts, decision: decide(facts) }
}

interface Closing {
  readonly state: Exclude<ApprovalState, 'pending'>
  readonly by: string
  readonly note: string | null
  /** A person changed the message and let it go as they made it. */
  readonly edited?: boolean
}

async function close(
  tx: Queryable,
  approval: ApprovalRow,
  held: readonly HeldRow[],
  { state, by, note, edited = false }: Closing,
): Promise<void> {
  await tx.query(`update approvals set state = $2, decided_by = $3, decided_at = now(), note = $4 where id = $1`, [
    approval.id,
    state,
    by,
    note,
  ])
  await tx.query(
    `update outbox set state = $2, due_at = greatest(coalesce(send_at, now()), now()), updated_at = now(),
       settled_at = case when $2 = 'cancelled' then now() end, settled_by = $3 where id = any ($1::uuid[])`,
    [held.map(({ id }) => id), state === 'approved' ? 'queued' : 'cancelled', by],
  )
  const occurredAt = Date.now()
  const decided = held.slice(0, 1).map((row): NewEvent => {
    return {
      ...placeOf(row),
      type: 'approval.decided',
      occurredAt,
      data: { approvalId: approval.id, sendId: row.id, state, by, ...(edited ? { edited } : {}) },
    }
  })
  const moved = held.map((row): NewEvent => {
    const data = { sendId: row.id, approvalId: approval.id, by }
    return { ...placeOf(row), type: state === 'approved' ? 'message.queued' : 'message.cancelled', occurredAt, data }
  })
  await appendEvents(tx, [...decided, ...moved])
}

/**
 * A job: approvals for which nobody had time. Their messages are cancelled. @returns how many expired; call again while it is 100.
 */
export async function expireApprovals(tx: Queryable): Promise<number> {
  const { rows } = await tx.query<ApprovalRow>(
    `select id, outbox_id, state, fingerprint, expires_at, true as expired from approvals
     where state = 'pending' and expires_at <= now() order by id limit 100 for update skip locked`,
  )
  for (const approval of rows) await expire(tx, approval)
  return rows.length
}

async function expire(tx: Queryable, approval: ApprovalRow): Promise<void> {
  await close(tx, approval, await heldSends(tx, approval.outbox_id), { state: 'expired', by: 'system', note: null })
}
