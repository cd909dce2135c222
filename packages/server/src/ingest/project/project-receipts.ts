import type { BatchContext } from './batch-context.ts'
import { type MessageDraft, type ReceiptDraft, receiptKey } from './message-drafts.ts'
import { insertReceipts, loadReceipts, type ReceiptRow, updateReceipts } from './receipt-rows.ts'
import { compareReceipts, headOf, type Receipt } from './receipts.ts'

interface WrittenReceipt {
  readonly draft: MessageDraft
  readonly row: ReceiptRow
  /** Of the row that it replaces; null for a new one. */
  readonly xmin: string | null
  readonly fromHistory: boolean
}

export interface FoldedReceipts {
  /** All receipts of the messages of which at least one is new or other than before, by message id. */
  readonly changed: ReadonlyMap<string, ReadonlyMap<string, Receipt>>
  readonly written: readonly WrittenReceipt[]
}

/** The batch's receipts beside those that are stored. */
export async function foldReceipts(
  client: BatchContext['client'],
  drafts: readonly MessageDraft[],
): Promise<FoldedReceipts> {
  const affected = drafts.filter(({ receipts }) => receipts.size > 0)
  const stored = new Map<string, Map<string, Receipt & { xmin: string }>>()
  const ids = affected.filter((draft) => draft.stored).map(({ id }) => ({ message_id: id }))
  for (const row of await loadReceipts(client, ids)) {
    const rows = stored.get(row.message_id) ?? new Map<string, Receipt & { xmin: string }>()
    stored.set(row.message_id, rows.set(receiptKey(row), row))
  }
  const changed = new Map<string, Map<string, Receipt>>()
  const written: WrittenReceipt[] = []
  for (const draft of affected) {
    const rows = new Map<string, Receipt>(stored.get(draft.id))
    let differs = false
    for (const [key, { fromHistory, ...receipt }] of draft.receipts) {
      const before = stored.get(draft.id)?.get(key)
      if (before && compareReceipts(receipt, before) >= 0) continue
      const row = { ...receipt, message_id: draft.id }
      rows.set(key, row)
      written.push({ draft, row, xmin: before?.xmin ?? null, fromHistory })
      differs = true
    }
    if (differs) changed.set(draft.id, rows)
  }
  return { changed, written }
}

export async function writeReceipts(context: BatchContext, { changed, written }: FoldedReceipts): Promise<void> {
  const created: ReceiptRow[] = []
  const earlier: (ReceiptRow & { xmin: string })[] = []
  for (const { draft, row, xmin, fromHistory } of written) {
    if (xmin === null) created.push(row)
    else earlier.push({ ...row, xmin })
    if (!fromHistory)
      context.events.push(statusEvent(context, draft, row, headOf(changed.get(draft.id)?.values() ?? [])))
  }
  await insertReceipts(context.client, created.toSorted(byKey))
  await updateReceipts(context.client, earlier.toSorted(byKey))
}

function statusEvent(
  { conversationOf, contactOf }: BatchContext,
  draft: MessageDraft,
  row: ReceiptRow,
  head: { status: string | null },
) {
  const { stored, best } = draft
  return {
    workspaceId: draft.workspaceId,
    type: 'message.status' as const,
    occurredAt: row.at,
    accountId: draft.accountId,
    contactId: row.recipient || (stored ? stored.contact_id : contactOf(best.item.party)),
    conversationId: stored?.conversation_id ?? conversationOf(best.item),
    messageId: draft.id,
    data: {
      wamid: draft.wamid,
      status: row.status,
      // The message's own status now: a late "sent" is told, but the message stays "read".
      current: head.status,
      ...(row.callback_data === null ? {} : { callbackData: row.callback_data }),
      ...(row.errors === null ? {} : { errorCodes: errorCodes(row.errors) }),
    },
  }
}

/** Codes only: an error's text may quote what was sent. */
function errorCodes(errors: string): unknown[] {
  const parsed = JSON.parse(errors) as readonly { readonly code?: unknown }[] // ProviderError[] as written by ReceiptDraft
  return parsed.map(({ code }) => code ?? null)
}

function byKey(a: ReceiptDraftKey, b: ReceiptDraftKey): number {
  if (a.message_id !== b.message_id) return a.message_id < b.message_id ? -1 : 1
  const [one, other] = [receiptKey(a), receiptKey(b)]
  return one < other ? -1 : 1
}

type ReceiptDraftKey = Pick<ReceiptDraft, 'status' | 'recipient'> & { readonly message_id: string }
