import { isDeepStrictEqual } from 'node:util'
import type { Content } from '@switchboard/contract'
import type { MessageItem, RevisionItem, StatusItem } from '../../transports/inbound-item.ts'
import type { BatchContext, ResolvedItem } from './batch-context.ts'
import { type ReadContent, writeMedia } from './media-rows.ts'
import { draftMessages, type MessageDraft, messageKey } from './message-drafts.ts'
import { messageEvent } from './message-events.ts'
import { compareReadings, type MessageReading } from './message-reading.ts'
import {
  insertMessages,
  loadContents,
  loadMessages,
  type MessageState,
  type NewMessage,
  type StoredContent,
  type StoredMessage,
  updateHeads,
  updateMessages,
} from './message-rows.ts'
import { textOf } from './message-text.ts'
import { foldReceipts, writeReceipts } from './project-receipts.ts'
import { foldRevisions, writeRevisions } from './project-revisions.ts'
import { type Head, headOf, noHead } from './receipts.ts'
import { type RevisionHead, revisionHead } from './revision-head.ts'

/** What the search's vocabulary may have to learn. */
export interface SearchedText {
  readonly workspaceId: string
  readonly searchText: string
}

/**
 * Messages, their receipts, edits and revokes. The stored rows are read, the batch is folded into them by rules that any order
 * obeys, and only what differs is written. A message's heads (how far it came, its latest edit) are made from all its receipts
 * and revisions, so they can't disagree with them.
 */
export async function projectMessages(
  context: BatchContext,
  items: readonly ResolvedItem<MessageItem | StatusItem | RevisionItem>[],
): Promise<SearchedText[]> {
  const { client } = context
  const drafts = draftMessages(items, context)
  if (drafts.size === 0) return []
  const keys = [...drafts.values()].map(({ accountId, wamid }) => ({ account_id: accountId, wamid }))
  for (const stored of await loadMessages(client, keys)) {
    const draft = drafts.get(messageKey(stored.account_id, stored.wamid))
    if (draft) Object.assign(draft, { stored, id: stored.id })
  }
  const all = [...drafts.values()]
  const receipts = await foldReceipts(client, all)
  const revisions = await foldRevisions(context, all)
  const contents = await contentsOf(client, all)
  const plan = new MessagePlan(context, contents)
  for (const draft of all) {
    const known = receipts.changed.get(draft.id)
    const revised = revisions.changed.get(draft.id)
    plan.add(draft, known ? headOf(known.values()) : null, revised ? revisionHead(revised.values()) : null)
  }
  await insertMessages(client, plan.created.toSorted(byKey))
  await updateHeads(client, plan.heads.toSorted(byId))
  await updateMessages(client, plan.changed.toSorted(byId))
  await writeReceipts(context, receipts)
  await writeRevisions(context, revisions)
  await writeMedia(client, plan.read)
  return plan.searched
}

async function contentsOf(
  client: BatchContext['client'],
  drafts: readonly MessageDraft[],
): Promise<Map<string, StoredContent>> {
  const wanted = drafts.filter(
    ({ stored, best, revisions }) =>
      stored && (best.rank > 0 || revisions.size > 0 || compareReadings(best, asReading(stored)) > 0),
  )
  const rows = await loadContents(
    client,
    wanted.map(({ id }) => ({ id })),
  )
  return new Map(rows.map((row) => [row.id, row]))
}

class MessagePlan {
  readonly created: NewMessage[] = []
  readonly heads: (Head & { id: string; xmin: string })[] = []
  readonly changed: (MessageState & { id: string; xmin: string })[] = []
  readonly read: ReadContent[] = []
  readonly searched: SearchedText[] = []
  readonly #context: BatchContext
  readonly #contents: ReadonlyMap<string, StoredContent>

  constructor(context: BatchContext, contents: ReadonlyMap<string, StoredContent>) {
    this.#context = context
    this.#contents = contents
  }

  /** @param head null where the batch changes no receipt of it; @param revised likewise of its revisions. */
  add(draft: MessageDraft, head: Head | null, revised: RevisionHead | null): void {
    const { stored, workspaceId, accountId, wamid, id } = draft
    if (!stored) {
      const state = this.#stateOf(draft, draft.best, head ?? noHead, revised ?? unrevised)
      this.created.push({ ...state, id, workspace_id: workspaceId, account_id: accountId, wamid })
      this.#noteReading(draft, state, true)
      return
    }
    const content = this.#contents.get(id)
    const reading = improves(draft.best, stored, content) ? draft.best : null
    const moved = head !== null && (head.errors !== null || !sameHead(head, stored))
    const rewritten = content && revised && !sameRevision(revised, stored, content)
    if (content && (reading || rewritten)) {
      const now = head ?? { ...stored, errors: json(content.errors) }
      const kept: RevisionHead = { ...content, edited_at: stored.edited_at }
      const state = reading
        ? this.#stateOf(draft, reading, now, revised ?? kept)
        : revise(stored, content, now, revised ?? kept)
      this.changed.push({ ...state, id, xmin: stored.xmin })
      this.#noteReading(draft, state, reading !== null)
    } else if (moved) this.heads.push({ ...head, id, xmin: stored.xmin })
  }

  #stateOf(draft: MessageDraft, reading: MessageReading, head: Head, revised: RevisionHead): MessageState {
    const { item, context } = reading
    const conversationId = this.#context.conversationOf(item)
    if (conversationId === null) throw new Error(`no conversation was resolved for the message ${draft.wamid}`)
    return {
      conversation_id: conversationId,
      contact_id: this.#contactOf(reading),
      direction: reading.direction,
      content: JSON.stringify(reading.content),
      context: context === undefined ? null : JSON.stringify(context),
      quoted_wamid: context?.quotedWamid ?? null,
      sent_at: reading.at,
      source: reading.source,
      source_rank: reading.rank,
      fingerprint: reading.fingerprint,
      inbox_seq: reading.seq,
      ...headColumns(head),
      ...revisionColumns(reading.content, revised),
    }
  }

  /** Our own message in a group is to all of them; its receipts name each, which makes none of them its counterpart. */
  #contactOf({ item, direction }: MessageReading): string | null {
    if (item.groupId !== undefined && direction === 'outbound') return null
    return this.#context.contactOf(item.party)
  }

  #noteReading(draft: MessageDraft, state: MessageState, isReading: boolean): void {
    const { workspaceId, accountId, id, best, stored } = draft
    if (state.search_text !== null) this.searched.push({ workspaceId, searchText: state.search_text })
    if (!isReading || best.rank === 0) return
    this.read.push({ messageId: id, workspaceId, accountId, content: best.content, replaced: stored !== undefined })
    this.#context.events.push(messageEvent(draft, state))
  }
}

const unrevised: RevisionHead = { edited_content: null, edited_at: null, edit_wamid: null, revoked_at: null }

/** A higher reading, or the same raw message that this version reads otherwise than the one that stored it. */
function improves(best: MessageReading, stored: StoredMessage, content: StoredContent | undefined): boolean {
  const order = compareReadings(best, asReading(stored))
  return order > 0 || (order === 0 && best.rank > 0 && !isDeepStrictEqual(plain(best.content), content?.content))
}

function asReading(stored: StoredMessage): { rank: number; fingerprint: string } {
  return { rank: stored.source_rank, fingerprint: stored.fingerprint }
}

/** As it comes back from jsonb: without undefined members. */
function plain(content: Content): unknown {
  return JSON.parse(JSON.stringify(content))
}

function revise(stored: StoredMessage, content: StoredContent, head: Head, revised: RevisionHead): MessageState {
  const { id: _, xmin: __, account_id: ___, wamid: ____, ...row } = stored
  return {
    ...row,
    content: JSON.stringify(content.content),
    context: json(content.context),
    quoted_wamid: content.quoted_wamid,
    ...headColumns(head),
    ...revisionColumns(content.content, revised),
  }
}

function headColumns({ status, status_rank, status_at, errors }: Head): Head {
  return { status, status_rank, status_at, errors }
}

function revisionColumns(content: Content, revised: RevisionHead) {
  const { edited_content, edited_at, edit_wamid, revoked_at } = revised
  return {
    edited_content: edited_content === null ? null : JSON.stringify(edited_content),
    edited_at,
    edit_wamid,
    revoked_at,
    ...textOf(content, edited_content),
  }
}

function sameHead(head: Head, stored: StoredMessage): boolean {
  return head.status === stored.status && head.status_at === stored.status_at
}

function sameRevision(revised: RevisionHead, stored: StoredMessage, content: StoredContent): boolean {
  return (
    revised.edited_at === stored.edited_at &&
    revised.edit_wamid === content.edit_wamid &&
    revised.revoked_at === content.revoked_at &&
    isDeepStrictEqual(revised.edited_content, content.edited_content)
  )
}

function json(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value)
}

function byKey(a: NewMessage, b: NewMessage): number {
  if (a.account_id !== b.account_id) return a.account_id < b.account_id ? -1 : 1
  return a.wamid < b.wamid ? -1 : 1
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1
}
