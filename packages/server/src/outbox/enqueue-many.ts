import type { Content, OutboxId } from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import { appendEvents, type NewEvent } from '../events/append.ts'
import { readableText, searchableText } from '../search/searchable-text.ts'
import type { Queryable } from '../store/database.ts'
import { type MessageSource, sourceRanks } from '../transports/inbound-item.ts'
import type { Caller } from './caller.ts'
import { callerRecord } from './caller.ts'
import type { BatchItem, ConsideredItem, SendBatch } from './consider-many.ts'
import { takeFromCap } from './daily-cap.ts'
import { isWord, priorities } from './insert-sends.ts'
import { fingerprintOf } from './request-fingerprint.ts'
import { needsPreparation, storedContent } from './stored-content.ts'

export interface QueueItem extends BatchItem {
  /** Stands in the outbox, so that the same thing cannot be there twice. */
  readonly idempotencyKey: string
  /** Not before; milliseconds since 1970. */
  readonly dueAt: number | null
}

export interface QueuedItem {
  readonly sendId: OutboxId
  readonly contactId: string
}

interface Ready {
  readonly sendId: OutboxId
  readonly contactId: string
  readonly conversationId: string
  readonly isNewContact: boolean
  readonly isNewConversation: boolean
  readonly considered: ConsideredItem<QueueItem>
}

/**
 * Writes down sends that `considerMany` allowed, as `enqueueMessage` would, with four statements for all of them. The caller holds
 * the workspace's lock (store/locks.ts) and has seen to it that nobody is among them twice. Where another transaction makes the
 * same contact or conversation at the same time this one fails as a lost race and has to run again (store/in-transaction.ts).
 *
 * @returns in the order of `considered`
 */
export async function enqueueMany(
  tx: Queryable,
  batch: Pick<SendBatch, 'workspaceId' | 'accountId' | 'caller'>,
  considered: readonly ConsideredItem<QueueItem>[],
): Promise<QueuedItem[]> {
  if (considered.length === 0) return []
  const ready = considered.map((each): Ready => {
    if (each.decision.outcome !== 'allow') throw new Error('only what is allowed may be queued')
    const { contactId, conversationId } = each.place
    return {
      sendId: uuidv7() as OutboxId, // made here
      contactId: contactId ?? uuidv7(),
      conversationId: conversationId ?? uuidv7(),
      isNewContact: contactId === null,
      isNewConversation: conversationId === null,
      considered: each,
    }
  })
  await takeFromCap(tx, batch, ready.length)
  const now = Date.now()
  await makePeople(tx, batch, ready, now)
  await insertMessages(tx, batch, ready, now)
  await appendEvents(
    tx,
    ready.flatMap((each) => eventsOf(batch, each, now)),
  )
  return ready.map(({ sendId, contactId }) => ({ sendId, contactId }))
}

type Batch = Pick<SendBatch, 'workspaceId' | 'accountId'> & { readonly caller: Caller }

// In the order of their names, so that two who make the same people do not wait for each other in a circle.
const peopleText = /* sql */ `
with people as (
  insert into contacts (id, workspace_id) select id, $1 from unnest($2::uuid[]) id
), named as (
  insert into identities (workspace_id, kind, value, contact_id, first_seen_at)
  select $1, k.kind, k.value, k.contact_id, $6 from unnest($3::text[], $4::text[], $5::uuid[]) k(kind, value, contact_id)
  order by k.kind, k.value
)
insert into conversations (id, workspace_id, account_id, kind, contact_id)
select k.id, $1, $7, 'direct', k.contact_id from unnest($8::uuid[], $9::uuid[]) k(id, contact_id) order by k.contact_id`

async function makePeople(tx: Queryable, batch: Batch, ready: readonly Ready[], now: number): Promise<void> {
  const people = ready.filter(({ isNewContact }) => isNewContact)
  const conversations = ready.filter(({ isNewConversation }) => isNewConversation)
  if (conversations.length === 0) return
  const names = people.flatMap(({ contactId, considered }) =>
    considered.place.newIdentities.map((identity) => ({ ...identity, contactId })),
  )
  await tx.query({
    name: 'make people',
    text: peopleText,
    values: [
      batch.workspaceId,
      people.map(({ contactId }) => contactId),
      names.map(({ kind }) => kind),
      names.map(({ value }) => value),
      names.map(({ contactId }) => contactId),
      new Date(now),
      batch.accountId,
      conversations.map(({ conversationId }) => conversationId),
      conversations.map(({ contactId }) => contactId),
    ],
  })
}

const source: MessageSource = 'api'

const insertText = /* sql */ `
with sends as (
  select * from unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::jsonb[], $9::text[], $10::text[], $11::text[], $12::boolean[],
    $13::jsonb[], $14::jsonb[], $15::text[], $16::timestamptz[])
    s(id, conversation_id, contact_id, type, stored, text, search_text, fingerprint, ready, recipient, content, key, due_at)
), moved as (
  update conversations c set last_message_at = greatest(c.last_message_at, $3), updated_at = now()
  from sends s where c.id = s.conversation_id and s.stored is not null
), pace as (
  insert into send_pace (account_id, workspace_id) values ($2, $1) on conflict do nothing
), message as (
  insert into messages (id, workspace_id, account_id, conversation_id, contact_id, wamid, direction, type, content, text, search_text,
    sent_at, source, source_rank, fingerprint)
  select s.id, $1, $2, s.conversation_id, s.contact_id, 'local:' || s.id, 'outbound', s.type, s.stored, s.text, s.search_text,
    $3, '${source}', ${sourceRanks[source]}, s.fingerprint
  from sends s where s.stored is not null
), words as (
  insert into search_words (workspace_id, word) select $1, word from unnest($17::text[]) word on conflict do nothing
)
insert into outbox (id, workspace_id, account_id, conversation_id, message_id, state, priority, due_at, ready, recipient, content,
  idempotency_key, request_fingerprint, requested_by)
select s.id, $1, $2, s.conversation_id, case when s.stored is not null then s.id end, 'queued', ${priorities.bulk}, coalesce(s.due_at, now()),
  s.ready, s.recipient, s.content, s.key, s.fingerprint, $18
from sends s`

async function insertMessages(tx: Queryable, batch: Batch, ready: readonly Ready[], now: number): Promise<void> {
  const stored = ready.map(({ considered }) => storedOf(considered))
  const searchTexts = stored.map((content) => content && searchableText(content))
  const words = new Set(searchTexts.flatMap((text) => text?.split(' ').filter(isWord) ?? []))
  await tx.query({
    name: 'insert many sends',
    text: insertText,
    values: [
      batch.workspaceId,
      batch.accountId,
      new Date(now),
      ready.map(({ sendId }) => sendId),
      ready.map(({ conversationId }) => conversationId),
      ready.map(({ contactId }) => contactId),
      stored.map((content) => content?.type ?? null),
      stored.map((content) => content && JSON.stringify(content)),
      stored.map((content) => content && readableText(content)),
      searchTexts,
      ready.map(({ considered }) => fingerprintOf(considered.item.content)),
      ready.map(({ considered }) => !needsPreparation(considered.item.content)),
      ready.map(({ considered }) => JSON.stringify(considered.gathered.recipient)),
      ready.map(({ considered }) => JSON.stringify(considered.item.content)),
      ready.map(({ considered }) => considered.item.idempotencyKey),
      ready.map(({ considered: { item } }) => (item.dueAt === null ? null : new Date(item.dueAt))),
      [...words].toSorted(),
      JSON.stringify(callerRecord(batch.caller)),
    ],
  })
}

function eventsOf({ workspaceId, accountId, caller }: Batch, each: Ready, now: number): NewEvent[] {
  const { sendId, contactId, conversationId, considered } = each
  const { content } = considered.item
  const events: NewEvent[] = []
  if (each.isNewContact) events.push({ workspaceId, type: 'contact.created', occurredAt: now, contactId })
  if (each.isNewConversation)
    events.push({ workspaceId, type: 'conversation.created', occurredAt: now, accountId, contactId, conversationId })
  events.push({
    workspaceId,
    type: 'message.queued',
    occurredAt: now,
    accountId,
    contactId,
    conversationId,
    messageId: storedOf(considered) && sendId,
    data: { sendId, type: content.type, purpose: 'bulk', by: caller.kind },
  })
  return events
}

function storedOf({ item, gathered }: ConsideredItem): Content | null {
  return storedContent(item.content, gathered.facts.template)
}
