import type { BatchContext } from './batch-context.ts'
import type { MessageDraft, RevisionDraft } from './message-drafts.ts'
import { compareReadingsOfOne, type Revision } from './revision-head.ts'
import { insertRevisions, loadRevisions, type RevisionRow, updateRevisions } from './revision-rows.ts'

interface WrittenRevision {
  readonly draft: MessageDraft
  readonly row: RevisionRow
  /** Of the row that it replaces; null for a new one. */
  readonly xmin: string | null
}

export interface FoldedRevisions {
  /** All revisions of the messages of which at least one is new or other than before, by message id. */
  readonly changed: ReadonlyMap<string, ReadonlyMap<string, Revision>>
  readonly written: readonly WrittenRevision[]
}

/** The batch's edits and revokes beside those that are stored. */
export async function foldRevisions(context: BatchContext, drafts: readonly MessageDraft[]): Promise<FoldedRevisions> {
  const affected = drafts.filter(({ revisions }) => revisions.size > 0)
  const keys = affected.map(({ accountId, wamid }) => ({ account_id: accountId, target_wamid: wamid }))
  const stored = new Map<string, Map<string, Revision & { xmin: string }>>()
  for (const row of await loadRevisions(context.client, keys)) {
    const key = `${row.account_id} ${row.target_wamid}`
    stored.set(key, (stored.get(key) ?? new Map<string, Revision & { xmin: string }>()).set(row.wamid, row))
  }
  const changed = new Map<string, Map<string, Revision>>()
  const written: WrittenRevision[] = []
  for (const draft of affected) {
    const before = stored.get(`${draft.accountId} ${draft.wamid}`)
    const rows = new Map<string, Revision>(before)
    let differs = false
    for (const [wamid, revision] of draft.revisions) {
      const former = before?.get(wamid)
      if (former && compareReadingsOfOne(revision, former) <= 0) continue
      const { at, fingerprint, item } = revision
      rows.set(wamid, { wamid, at, fingerprint, revision: item.revision, content: item.content ?? null })
      written.push({ draft, row: rowOf(context, draft, revision), xmin: former?.xmin ?? null })
      differs = true
    }
    if (differs) changed.set(draft.id, rows)
  }
  return { changed, written }
}

function rowOf(context: BatchContext, draft: MessageDraft, { item, seq, at, fingerprint }: RevisionDraft): RevisionRow {
  const conversationId = context.conversationOf(item)
  if (conversationId === null) throw new Error(`no conversation was resolved for the revision ${item.wamid}`)
  return {
    account_id: draft.accountId,
    target_wamid: draft.wamid,
    wamid: item.wamid,
    workspace_id: draft.workspaceId,
    conversation_id: conversationId,
    contact_id: context.contactOf(item.party),
    revision: item.revision,
    content: item.content === undefined ? null : JSON.stringify(item.content),
    at,
    fingerprint,
    inbox_seq: seq,
  }
}

export async function writeRevisions(context: BatchContext, { written }: FoldedRevisions): Promise<void> {
  const created: RevisionRow[] = []
  const replaced: (RevisionRow & { xmin: string })[] = []
  for (const { draft, row, xmin } of written) {
    if (xmin === null) created.push(row)
    else replaced.push({ ...row, xmin })
    context.events.push({
      workspaceId: row.workspace_id,
      type: row.revision === 'edit' ? 'message.edited' : 'message.revoked',
      occurredAt: row.at,
      accountId: row.account_id,
      contactId: row.contact_id,
      conversationId: row.conversation_id,
      messageId: draft.id,
      data: { wamid: draft.wamid, revisionWamid: row.wamid },
    })
  }
  await insertRevisions(context.client, created.toSorted(byKey))
  await updateRevisions(context.client, replaced.toSorted(byKey))
}

function byKey(a: RevisionRow, b: RevisionRow): number {
  const [one, other] = [a, b].map((row) => `${row.account_id} ${row.target_wamid} ${row.wamid}`) as [string, string] // two in, two out
  return one < other ? -1 : 1
}
