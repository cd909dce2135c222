import type { ReactionItem } from '../../transports/inbound-item.ts'
import type { BatchContext, ResolvedItem } from './batch-context.ts'
import { fingerprint, partyKey } from './fingerprint.ts'
import { messageKey } from './message-drafts.ts'
import { loadMessages } from './message-rows.ts'
import { compareReadingsOfOne } from './revision-head.ts'
import { insertInto, loadBy, updateOf } from './write-rows.ts'

interface ReactionRow {
  readonly account_id: string
  readonly target_wamid: string
  readonly wamid: string
  readonly workspace_id: string
  readonly conversation_id: string
  readonly contact_id: string | null
  readonly direction: string
  readonly emoji: string | null
  readonly at: number
  readonly fingerprint: string
  readonly inbox_seq: number
}

const columns = {
  account_id: 'uuid',
  target_wamid: 'text',
  wamid: 'text',
  workspace_id: 'uuid',
  conversation_id: 'uuid',
  contact_id: 'uuid',
  direction: 'text',
  emoji: 'text',
  at: 'timestamptz',
  fingerprint: 'text',
  inbox_seq: 'bigint',
} as const

type ReactionKey = Pick<ReactionRow, 'account_id' | 'target_wamid' | 'wamid'>

const insertReactions = insertInto<ReactionRow>('reactions', columns)
const updateReactions = updateOf<ReactionRow>('reactions', ['account_id', 'target_wamid', 'wamid'], columns)
const loadReactions = loadBy<ReactionKey, ReactionKey & Pick<ReactionRow, 'at' | 'fingerprint'> & { xmin: string }>(
  'reactions',
  { account_id: 'uuid', target_wamid: 'text', wamid: 'text' },
  /* sql */ `
  select r.account_id, r.target_wamid, r.wamid, (extract(epoch from r.at) * 1000)::float8 as at, r.fingerprint,
    r.xmin::text as xmin
  from KEYS join reactions r
    on r.account_id = k.account_id and r.target_wamid = k.target_wamid and r.wamid = k.wamid`,
)

/** Every reaction is a row of its own, taken-back ones too; which one counts is asked when a message is read. */
export async function projectReactions(
  context: BatchContext,
  items: readonly ResolvedItem<ReactionItem>[],
): Promise<void> {
  const { client } = context
  const rows = new Map<string, ReactionRow>()
  for (const resolved of items) {
    const row = rowOf(context, resolved)
    if (!row) continue
    const before = rows.get(rowKey(row))
    if (!before || compareReadingsOfOne(row, before) > 0) rows.set(rowKey(row), row)
  }
  if (rows.size === 0) return
  const stored = new Map((await loadReactions(client, [...rows.values()])).map((row) => [rowKey(row), row]))
  const created: ReactionRow[] = []
  const replaced: (ReactionRow & { xmin: string })[] = []
  for (const [key, row] of rows) {
    const before = stored.get(key)
    if (!before) created.push(row)
    else if (compareReadingsOfOne(row, before) > 0) replaced.push({ ...row, xmin: before.xmin })
  }
  await insertReactions(client, created.toSorted(byKey))
  await updateReactions(client, replaced.toSorted(byKey))
  await appendChanges(context, [...created, ...replaced])
}

function rowOf(
  { contactOf, conversationOf }: BatchContext,
  { item, seq, workspaceId, accountId }: ResolvedItem<ReactionItem>,
): ReactionRow | null {
  const conversationId = conversationOf(item)
  if (accountId === null || conversationId === null) return null
  return {
    account_id: accountId,
    target_wamid: item.targetWamid,
    wamid: item.wamid,
    workspace_id: workspaceId,
    conversation_id: conversationId,
    contact_id: contactOf(item.party),
    direction: item.direction,
    emoji: item.emoji,
    at: item.at,
    fingerprint: fingerprint(item.raw, item.emoji, item.direction, item.groupId, partyKey(item.party)),
    inbox_seq: seq,
  }
}

async function appendChanges({ client, events }: BatchContext, rows: readonly ReactionRow[]): Promise<void> {
  const targets = rows.map((row) => ({ account_id: row.account_id, wamid: row.target_wamid }))
  const messages = new Map(
    (await loadMessages(client, targets)).map((row) => [messageKey(row.account_id, row.wamid), row.id]),
  )
  for (const row of rows) {
    events.push({
      workspaceId: row.workspace_id,
      type: 'reaction.changed',
      occurredAt: row.at,
      accountId: row.account_id,
      contactId: row.contact_id,
      conversationId: row.conversation_id,
      messageId: messages.get(messageKey(row.account_id, row.target_wamid)) ?? null,
      data: { wamid: row.wamid, targetWamid: row.target_wamid, emoji: row.emoji, direction: row.direction },
    })
  }
}

function rowKey(row: ReactionKey): string {
  return `${row.account_id} ${row.target_wamid} ${row.wamid}`
}

function byKey(a: ReactionKey, b: ReactionKey): number {
  return rowKey(a) < rowKey(b) ? -1 : 1
}
