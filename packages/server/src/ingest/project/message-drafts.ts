import { v7 as uuidv7 } from 'uuid'
import type { MessageItem, RevisionItem, StatusItem } from '../../transports/inbound-item.ts'
import type { BatchContext, ResolvedItem } from './batch-context.ts'
import { fingerprint, partyKey } from './fingerprint.ts'
import { compareReadings, type MessageReading, readMessage, readPlaceholder } from './message-reading.ts'
import type { StoredMessage } from './message-rows.ts'
import type { ReceiptRow } from './receipt-rows.ts'
import { compareReceipts, historyFingerprint, receiptFingerprint } from './receipts.ts'
import { compareReadingsOfOne } from './revision-head.ts'

/** A receipt before its message's id is known. */
export type ReceiptDraft = Omit<ReceiptRow, 'message_id'> & { readonly fromHistory: boolean }

export interface RevisionDraft {
  readonly item: RevisionItem
  readonly seq: number
  readonly at: number
  readonly fingerprint: string
}

/** Everything that one batch says of one message. */
export interface MessageDraft {
  readonly workspaceId: string
  readonly accountId: string
  readonly wamid: string
  /** The highest of the batch's readings. */
  best: MessageReading
  /** By status and recipient. */
  readonly receipts: Map<string, ReceiptDraft>
  /** By the revision's own wamid. */
  readonly revisions: Map<string, RevisionDraft>
  stored: StoredMessage | undefined
  /** The row's id, new or stored. */
  id: string
}

export function messageKey(accountId: string, wamid: string): string {
  return `${accountId} ${wamid}`
}

/** Items by the message that they are about; of several sightings of one thing only the one that stands. */
export function draftMessages(
  items: readonly ResolvedItem<MessageItem | StatusItem | RevisionItem>[],
  context: Pick<BatchContext, 'contactOf'>,
): Map<string, MessageDraft> {
  const drafts = new Map<string, MessageDraft>()
  for (const { item, seq, workspaceId, accountId } of items) {
    if (accountId === null) continue // facts only, which these are not
    const wamid = item.kind === 'revision' ? item.targetWamid : item.wamid
    const reading = item.kind === 'message' ? readMessage(item, seq) : readPlaceholder(item, seq)
    const key = messageKey(accountId, wamid)
    let draft = drafts.get(key)
    if (!draft) {
      const maps = { receipts: new Map(), revisions: new Map() }
      draft = { workspaceId, accountId, wamid, best: reading, ...maps, stored: undefined, id: uuidv7() }
      drafts.set(key, draft)
    } else if (compareReadings(reading, draft.best) > 0) draft.best = reading
    if (item.kind === 'status') addReceipt(draft, receiptOf(item, seq, workspaceId, context))
    else if (item.kind === 'revision') addRevision(draft, item, seq)
    else if (item.historyStatus !== undefined && item.direction === 'outbound') {
      addReceipt(draft, historyReceipt(item, item.historyStatus, seq, workspaceId))
    }
  }
  return drafts
}

export function receiptKey(receipt: { readonly status: string; readonly recipient: string }): string {
  return `${receipt.status} ${receipt.recipient}`
}

function addReceipt(draft: MessageDraft, receipt: ReceiptDraft): void {
  const key = receiptKey(receipt)
  const before = draft.receipts.get(key)
  if (!before || compareReceipts(receipt, before) < 0) draft.receipts.set(key, receipt)
}

function addRevision(draft: MessageDraft, item: RevisionItem, seq: number): void {
  const next = {
    item,
    seq,
    at: item.at,
    fingerprint: fingerprint(item.raw, item.revision, item.groupId, partyKey(item.party)),
  }
  const before = draft.revisions.get(item.wamid)
  if (!before || compareReadingsOfOne(next, before) > 0) draft.revisions.set(item.wamid, next)
}

function receiptOf(
  item: StatusItem,
  seq: number,
  workspaceId: string,
  { contactOf }: Pick<BatchContext, 'contactOf'>,
): ReceiptDraft {
  return {
    status: item.status === 'unknown' ? item.statusName : item.status,
    // In a group each member has receipts of their own.
    recipient: item.groupId === undefined ? '' : (contactOf(item.party) ?? ''),
    workspace_id: workspaceId,
    at: item.at,
    fingerprint: receiptFingerprint(item),
    errors: item.errors.length > 0 ? JSON.stringify(item.errors) : null,
    pricing: json(item.pricing),
    conversation: json(item.conversation),
    callback_data: item.callbackData ?? null,
    inbox_seq: seq,
    fromHistory: false,
  }
}

function historyReceipt(item: MessageItem, status: string, seq: number, workspaceId: string): ReceiptDraft {
  return {
    status,
    recipient: '',
    workspace_id: workspaceId,
    at: item.at,
    fingerprint: historyFingerprint(item.wamid),
    errors: null,
    pricing: null,
    conversation: null,
    callback_data: null,
    inbox_seq: seq,
    fromHistory: true,
  }
}

function json(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value)
}
