import type { OutboundContent } from '@switchboard/contract'
import { appendEvents, type NewEvent } from '../events/append.ts'
import type { Queryable } from '../store/database.ts'
import { lockWorkspaceShared } from '../store/locks.ts'
import { ensureContact } from '../store/people/ensure-contact.ts'
import { ensureConversation } from '../store/people/ensure-conversation.ts'
import { capReason, sendsLeft, takeFromCap } from './daily-cap.ts'
import { type Decision, decide } from './gate.ts'
import { type GatheredFacts, gatherFacts } from './gather-facts.ts'
import { findByKey, insertSends, lockKey } from './insert-sends.ts'
import { fingerprintOf } from './request-fingerprint.ts'
import { type Place, resolvePlace } from './resolve-place.ts'
import { refuseImpossibleTime } from './schedule.ts'
import { SendRefusal } from './send-refusal.ts'
import type { Enqueued, SendRequest, SendRules } from './send-request.ts'
import { splitText } from './split-text.ts'

/**
 * Decides about a send and, where it may be, writes it down: message, outbox row and event, in the caller's transaction, so that
 * they are there together with whatever made the caller send, or not at all. Contact and conversation are made if needed.
 *
 * A refusal is thrown before anything is written, so the caller's transaction can go on.
 *
 * @throws {SendRefusal}
 */
export async function enqueueMessage(tx: Queryable, rules: SendRules, request: SendRequest): Promise<Enqueued> {
  const requestFingerprint = fingerprintOf(asked(request))
  if (request.idempotencyKey !== undefined) {
    await lockKey(tx, request.workspaceId, request.idempotencyKey)
    const before = await findByKey(tx, request.workspaceId, request.idempotencyKey)
    if (before) {
      if (before.requestFingerprint === requestFingerprint) return { ...before.answer, repeated: true }
      throw new SendRefusal(
        'idempotency-conflict',
        'The idempotency key was used for another request. Use a new key for a new send.',
      )
    }
  }
  await lockWorkspaceShared(tx, request.workspaceId)
  const { place, gathered, decision, contents } = await consider(tx, rules, request)
  if (decision.outcome === 'refuse') throw new SendRefusal(decision.code, decision.reason, decision.alternative)
  if (!gathered.recipient)
    throw new SendRefusal('recipient-unreachable', 'Neither a phone number nor a user id is known of the contact.')
  await takeFromCap(tx, request, contents.length)
  const events: NewEvent[] = []
  const { conversationId, contactId } = await settleDown(tx, request, place, gathered.facts.at, events)
  const enqueued = await insertSends(tx, {
    request,
    requestFingerprint,
    facts: gathered.facts,
    recipient: gathered.recipient,
    accountId: place.accountId,
    conversationId,
    contactId,
    contents,
    approvalReason: decision.outcome === 'approve' ? decision.reason : null,
    now: (rules.now ?? Date.now)(),
    approvalMilliseconds: rules.approvalMilliseconds ?? 24 * 60 * 60 * 1_000,
    events,
  })
  await appendEvents(tx, events)
  return { ...enqueued, repeated: false }
}

/** What would be decided, without writing anything: for a dry run. @throws {SendRefusal} when the recipient can't be resolved. */
export async function checkMessage(tx: Queryable, rules: SendRules, request: SendRequest): Promise<Decision> {
  const { decision, contents } = await consider(tx, rules, request)
  const { cap, name } = request.caller
  if (decision.outcome === 'refuse' || !cap) return decision
  const left = await sendsLeft(tx, request)
  return left >= contents.length
    ? decision
    : { outcome: 'refuse', code: 'daily-cap-reached', reason: capReason(name, cap, left) }
}

interface Considered {
  readonly place: Place
  readonly gathered: GatheredFacts
  readonly decision: Decision
  readonly contents: readonly OutboundContent[]
}

async function consider(tx: Queryable, rules: SendRules, request: SendRequest): Promise<Considered> {
  refuseImpossibleTime(request.sendAt, (rules.now ?? Date.now)())
  const place = await resolvePlace(tx, request)
  const gathered = await gatherFacts(tx, rules, request, place)
  const contents = contentsOf(request, gathered.facts.account.capabilities?.textLimit)
  const [first] = contents
  const decision = decide(first ? { ...gathered.facts, content: first } : gathered.facts)
  return { place, gathered, decision, contents }
}

function contentsOf({ content, split }: SendRequest, limit: number | undefined): readonly OutboundContent[] {
  if (split !== true || content.type !== 'text' || limit === undefined) return [content]
  return splitText(content.text, limit).map((text) => ({ ...content, text }))
}

/** Contact and conversation, made where they are missing. */
async function settleDown(
  tx: Queryable,
  { workspaceId }: SendRequest,
  place: Place,
  at: number,
  events: NewEvent[],
): Promise<{ conversationId: string; contactId: string | null }> {
  const { accountId } = place
  let { contactId, conversationId } = place
  if (place.groupId === null && contactId === null) {
    const made = await ensureContact(tx, { workspaceId, identities: place.newIdentities, at })
    contactId = made.contactId
    if (made.created) events.push({ workspaceId, type: 'contact.created', occurredAt: at, contactId })
  }
  if (conversationId === null && contactId !== null) {
    const made = await ensureConversation(tx, { workspaceId, accountId, contactId })
    conversationId = made.conversationId
    if (made.created)
      events.push({ workspaceId, type: 'conversation.created', occurredAt: at, accountId, contactId, conversationId })
  }
  if (conversationId === null) throw new Error('a group that has no conversation was refused before')
  return { conversationId, contactId }
}

/** What makes two requests the same. */
function asked({ accountId, to, content, quotedMessageId, purpose, sendAt, split }: SendRequest): unknown {
  return { accountId, to, content, quotedMessageId, purpose, sendAt, split }
}
