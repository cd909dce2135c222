import { v7 as uuidv7 } from 'uuid'
import type { NewEvent } from '../../events/append.ts'
import type { Queryable } from '../../store/database.ts'
import type { InboundItem } from '../../transports/inbound-item.ts'
import { laterClaim, latest } from './last-writer.ts'
import { insertInto, loadBy, updateOf } from './write-rows.ts'

/** An item that has a place, with the ids that are known of it by now. */
export interface PlacedItem {
  readonly item: InboundItem
  readonly workspaceId: string
  readonly accountId: string
  readonly where: { readonly contactId: string } | { readonly groupId: string }
}

interface ConversationState {
  subject: string | null
  subject_at: number | null
  last_message_at: number | null
  last_inbound_at: number | null
}

interface Draft extends ConversationState {
  readonly workspace_id: string
  readonly account_id: string
  readonly contact_id: string | null
  readonly group_id: string | null
  readonly firstAt: number
}

interface StoredConversation extends ConversationState {
  readonly id: string
  readonly account_id: string
  readonly other: string
  readonly xmin: string
}

const state = {
  subject: 'text',
  subject_at: 'timestamptz',
  last_message_at: 'timestamptz',
  last_inbound_at: 'timestamptz',
} as const

const columns = /* sql */ `c.id, c.account_id, c.xmin::text as xmin, c.subject,
  (extract(epoch from c.subject_at) * 1000)::float8 as subject_at,
  (extract(epoch from c.last_message_at) * 1000)::float8 as last_message_at,
  (extract(epoch from c.last_inbound_at) * 1000)::float8 as last_inbound_at`

const loadDirect = loadBy<{ account_id: string; contact_id: string }, StoredConversation>(
  'direct conversations',
  { account_id: 'uuid', contact_id: 'uuid' },
  /* sql */ `
  select ${columns}, 'direct ' || c.contact_id as other
  from KEYS join conversations c on c.account_id = k.account_id and c.contact_id = k.contact_id
    and c.kind = 'direct' and c.merged_into is null`,
)

const loadGroups = loadBy<{ account_id: string; group_id: string }, StoredConversation>(
  'group conversations',
  { account_id: 'uuid', group_id: 'text' },
  /* sql */ `
  select ${columns}, 'group ' || c.group_id as other
  from KEYS join conversations c on c.account_id = k.account_id and c.group_id = k.group_id and c.kind = 'group'`,
)

interface NewConversation extends ConversationState {
  id: string
  workspace_id: string
  account_id: string
  kind: string
  contact_id: string | null
  group_id: string | null
}

const insertConversations = insertInto<NewConversation>('conversations', {
  id: 'uuid',
  workspace_id: 'uuid',
  account_id: 'uuid',
  kind: 'text',
  contact_id: 'uuid',
  group_id: 'text',
  ...state,
})

const updateConversations = updateOf<ConversationState & { id: string }>(
  'conversations',
  ['id'],
  { id: 'uuid', ...state },
  { touch: true },
)

/** The conversation of every placed item, found or made, with its times moved forward by the messages among them. */
export async function resolveConversations(
  client: Queryable,
  placed: readonly PlacedItem[],
  events: NewEvent[],
): Promise<Map<InboundItem, string>> {
  const drafts = new Map<string, Draft>()
  for (const item of placed) addItem(drafts, item)
  const ids = new Map<string, string>()
  const changed: (ConversationState & { id: string; xmin: string })[] = []
  for (const stored of await load(client, [...drafts.values()])) {
    const key = `${stored.account_id} ${stored.other}`
    ids.set(key, stored.id)
    const draft = drafts.get(key)
    if (!draft) continue
    const next = grown(stored, draft)
    if (!same(next, stored)) changed.push({ ...next, id: stored.id, xmin: stored.xmin })
  }
  const created: NewConversation[] = []
  for (const [key, { firstAt, ...draft }] of drafts) {
    if (ids.has(key)) continue
    const id = uuidv7()
    ids.set(key, id)
    created.push({ id, kind: draft.contact_id === null ? 'group' : 'direct', ...draft })
    events.push({
      workspaceId: draft.workspace_id,
      type: 'conversation.created',
      occurredAt: firstAt,
      accountId: draft.account_id,
      contactId: draft.contact_id,
      conversationId: id,
    })
  }
  // Sorted by what is unique, so that two batches that make the same conversations wait in one direction only.
  await insertConversations(
    client,
    created.toSorted((a, b) => (conversationKey(a) < conversationKey(b) ? -1 : 1)),
  )
  await updateConversations(
    client,
    changed.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  )
  const resolved = new Map<InboundItem, string>()
  for (const item of placed) {
    const id = ids.get(placeKey(item))
    if (id !== undefined) resolved.set(item.item, id)
  }
  return resolved
}

async function load(client: Queryable, drafts: readonly Draft[]): Promise<StoredConversation[]> {
  const direct: { account_id: string; contact_id: string }[] = []
  const groups: { account_id: string; group_id: string }[] = []
  for (const { account_id, contact_id, group_id } of drafts) {
    if (contact_id !== null) direct.push({ account_id, contact_id })
    else if (group_id !== null) groups.push({ account_id, group_id })
  }
  return [...(await loadDirect(client, direct)), ...(await loadGroups(client, groups))]
}

function addItem(drafts: Map<string, Draft>, placed: PlacedItem): void {
  const { item, workspaceId, accountId, where } = placed
  const key = placeKey(placed)
  const before = drafts.get(key)
  const said: Draft = {
    workspace_id: workspaceId,
    account_id: accountId,
    contact_id: 'contactId' in where ? where.contactId : null,
    group_id: 'groupId' in where ? where.groupId : null,
    firstAt: Math.min(before?.firstAt ?? item.at, item.at),
    // Receipts, edits and reactions are about messages; only messages are what was said last.
    last_message_at: item.kind === 'message' ? item.at : null,
    last_inbound_at: item.kind === 'message' && item.direction === 'inbound' ? item.at : null,
    subject: item.kind === 'group' ? (item.subject ?? null) : null,
    subject_at: item.kind === 'group' && item.subject !== undefined ? item.at : null,
  }
  drafts.set(key, before ? { ...said, ...grown(before, said) } : said)
}

function grown(current: ConversationState, next: ConversationState): ConversationState {
  const subject = laterClaim(
    { value: current.subject, at: current.subject_at },
    { value: next.subject, at: next.subject_at },
  )
  return {
    subject: subject.value,
    subject_at: subject.at,
    last_message_at: latest(current.last_message_at, next.last_message_at),
    last_inbound_at: latest(current.last_inbound_at, next.last_inbound_at),
  }
}

function same(a: ConversationState, b: ConversationState): boolean {
  return (
    a.subject === b.subject &&
    a.subject_at === b.subject_at &&
    a.last_message_at === b.last_message_at &&
    a.last_inbound_at === b.last_inbound_at
  )
}

function placeKey({ accountId, where }: PlacedItem): string {
  return `${accountId} ${'contactId' in where ? `direct ${where.contactId}` : `group ${where.groupId}`}`
}

function conversationKey(row: NewConversation): string {
  return `${row.account_id} ${row.contact_id ?? row.group_id}`
}
