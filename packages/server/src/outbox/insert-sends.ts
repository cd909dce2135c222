import type { ApprovalId, ConversationId, OutboundContent, OutboxId, SendState } from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import type { NewEvent } from '../events/append.ts'
import { readableText, searchableText } from '../search/searchable-text.ts'
import type { Queryable } from '../store/database.ts'
import { type MessageSource, sourceRanks } from '../transports/inbound-item.ts'
import type { Recipient } from '../transports/transport.ts'
import { approvalFingerprint } from './approval-fingerprint.ts'
import { callerRecord } from './caller.ts'
import type { SendFacts } from './gate.ts'
import { fingerprintOf } from './request-fingerprint.ts'
import type { Enqueued, SendRequest } from './send-request.ts'
import { needsPreparation, storedContent } from './stored-content.ts'
import { templateTextOf } from './template-text.ts'

export const priorities = { reply: 0, notification: 1, bulk: 2 } as const

/** Serialises requests of one key, so that the second sees what came of the first. Held until the transaction ends. */
export async function lockKey(tx: Queryable, workspaceId: string, key: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('send ' || $1 || ' ' || $2, 0))`, [workspaceId, key])
}

export async function findByKey(
  tx: Queryable,
  workspaceId: string,
  key: string,
): Promise<{ readonly requestFingerprint: string; readonly answer: Omit<Enqueued, 'repeated'> } | null> {
  const { rows } = await tx.query<{
    id: OutboxId
    state: SendState
    conversation_id: ConversationId
    request_fingerprint: string
    approval_id: ApprovalId | null
    bulk_id: ApprovalId | null
  }>(
    `select o.id, o.state, o.conversation_id, o.request_fingerprint,
       asked.id as approval_id, asked.bulk_id
     from outbox first join outbox o on o.id = first.id or o.part_of = first.id
     left join lateral (select id, bulk_id from approvals where outbox_id = first.id order by id desc limit 1) asked on true
     where first.workspace_id = $1 and first.idempotency_key = $2 order by o.part`,
    [workspaceId, key],
  )
  const [first] = rows
  if (!first) return null
  return {
    requestFingerprint: first.request_fingerprint,
    answer: {
      sends: rows.map(({ id, state }) => ({ id, state })),
      conversationId: first.conversation_id,
      approvalId: first.approval_id,
      bulkId: first.bulk_id,
    },
  }
}

export interface NewSends {
  readonly request: SendRequest
  readonly requestFingerprint: string
  readonly facts: SendFacts
  readonly recipient: Recipient
  readonly accountId: string
  readonly conversationId: string
  readonly contactId: string | null
  readonly contents: readonly OutboundContent[]
  /** null: none is needed. */
  readonly approvalReason: string | null
  readonly now: number
  readonly approvalMilliseconds: number
  readonly events: NewEvent[]
}

const source: MessageSource = 'api'

const insertText = /* sql */ `
with moved as (
  update conversations set last_message_at = greatest(last_message_at, $9), updated_at = now()
  where id = $4 and $5::uuid is not null
), pace as (
  insert into send_pace (account_id, workspace_id) values ($3, $2) on conflict do nothing
), message as (
  insert into messages (id, workspace_id, account_id, conversation_id, contact_id, wamid, direction, type, content, text, search_text,
    sent_at, source, source_rank, fingerprint, quoted_wamid)
  select $5::uuid, $2, $3, $4, $6, 'local:' || $1::uuid, 'outbound', $7, $8::jsonb, $10, $11, $9, '${source}', ${sourceRanks[source]}, $12, $13
  where $5::uuid is not null
), words as (
  insert into search_words (workspace_id, word) select $2, word from unnest($14::text[]) word on conflict do nothing
)
insert into outbox (id, workspace_id, account_id, conversation_id, message_id, state, priority, send_at, due_at, ready, recipient,
  content, resolved, quoted_wamid, idempotency_key, request_fingerprint, part_of, part, requested_by)
values ($1, $2, $3, $4, $5, $15, $16, $17, coalesce($17, now()), $18, $19, $20, $21, $13, $22, $23, $24, $25, $26)`

/** Message, outbox row and event of each part, and the approval where one is needed. */
export async function insertSends(tx: Queryable, sends: NewSends): Promise<Omit<Enqueued, 'repeated'>> {
  const { request, facts, contents, approvalReason, conversationId } = sends
  const ids = contents.map(() => uuidv7() as OutboxId) // made here
  const state: SendState = approvalReason === null ? 'queued' : 'held'
  const target = facts.target && typeof facts.target === 'object' ? { targetWamid: facts.target.wamid } : null
  for (const [part, content] of contents.entries()) {
    const stored = storedContent(content, facts.template)
    const searchText = stored && searchableText(stored)
    const id = ids[part]
    if (id === undefined) throw new Error('there is an id for each part')
    await tx.query({
      name: 'insert send',
      text: insertText,
      values: [
        id,
        request.workspaceId,
        sends.accountId,
        conversationId,
        stored && id,
        sends.contactId,
        stored?.type ?? 'reaction',
        stored && JSON.stringify(stored),
        new Date(sends.now + part),
        stored && readableText(stored),
        searchText,
        fingerprintOf(content),
        facts.quote && typeof facts.quote === 'object' && part === 0 ? facts.quote.wamid : null,
        searchText === null ? [] : [...new Set(searchText.split(' ').filter(isWord))].toSorted(),
        state,
        priorities[facts.purpose],
        request.sendAt === undefined ? null : new Date(request.sendAt),
        !needsPreparation(content),
        JSON.stringify(sends.recipient),
        JSON.stringify(content),
        target && JSON.stringify(target),
        part === 0 ? (request.idempotencyKey ?? null) : null,
        sends.requestFingerprint,
        part === 0 ? null : ids[0],
        part,
        JSON.stringify(callerRecord(request.caller)),
      ],
    })
    sends.events.push({
      workspaceId: request.workspaceId,
      type: state === 'held' ? 'message.held' : 'message.queued',
      occurredAt: sends.now,
      accountId: sends.accountId,
      contactId: sends.contactId,
      conversationId,
      messageId: stored && id,
      data: { sendId: id, type: content.type, purpose: facts.purpose, by: request.caller.kind },
    })
  }
  return {
    sends: ids.map((id) => ({ id, state })),
    conversationId: conversationId as ConversationId, // read from the column of that name, or made for it
    approvalId: approvalReason === null ? null : await askApproval(tx, sends, ids[0], approvalReason),
    bulkId: (approvalReason === null ? null : request.bulkId) ?? null,
  }
}

async function askApproval(
  tx: Queryable,
  sends: NewSends,
  first: OutboxId | undefined,
  reason: string,
): Promise<ApprovalId> {
  const id = uuidv7() as ApprovalId // made here
  const { request, recipient, contents, facts, now, approvalMilliseconds } = sends
  await tx.query(
    `insert into approvals (id, workspace_id, outbox_id, state, fingerprint, reason, requested_by, expires_at, request_reason, bulk_id)
     values ($1, $2, $3, 'pending', $4, $5, $6, $7, $8, $9)`,
    [
      id,
      request.workspaceId,
      first,
      approvalFingerprint(recipient, contents, templateTextOf(facts.template)),
      reason,
      JSON.stringify(callerRecord(request.caller)),
      new Date(now + approvalMilliseconds),
      request.reason ?? null,
      request.bulkId ?? null,
    ],
  )
  return id
}

const letter = /\p{L}/u
export function isWord(word: string): boolean {
  return word.length <= 64 && letter.test(word)
}
