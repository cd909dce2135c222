import { v7 as uuidv7 } from 'uuid'
import type { FactItem, GroupItem } from '../../transports/inbound-item.ts'
import type { BatchContext, ResolvedItem } from './batch-context.ts'
import { fingerprint } from './fingerprint.ts'
import { type NewFact, projectTemplateFacts } from './project-template-facts.ts'
import { insertInto, loadBy, updateOf } from './write-rows.ts'

interface FactRow {
  readonly id: string
  readonly workspace_id: string
  readonly account_id: string | null
  readonly business_account_id: string | null
  readonly field: string
  readonly subject: string | null
  readonly known: boolean
  readonly reason: string | null
  readonly value: string
  readonly at: number
  readonly fingerprint: string
  readonly inbox_seq: number
}

type FactKey = Pick<FactRow, 'workspace_id' | 'fingerprint'>
type FactReading = Pick<FactRow, 'subject' | 'known' | 'reason'>

const insertFacts = insertInto<FactRow>('account_facts', {
  id: 'uuid',
  workspace_id: 'uuid',
  account_id: 'uuid',
  business_account_id: 'text',
  field: 'text',
  subject: 'text',
  known: 'boolean',
  reason: 'text',
  value: 'jsonb',
  at: 'timestamptz',
  fingerprint: 'text',
  inbox_seq: 'bigint',
})

// A newer version may understand what an older one kept: the same fact, read better.
const updateFacts = updateOf<Pick<FactRow, 'id'> & FactReading>('account_facts', ['id'], {
  id: 'uuid',
  subject: 'text',
  known: 'boolean',
  reason: 'text',
})

const loadFacts = loadBy<FactKey, FactKey & FactReading & { id: string; xmin: string }>(
  'facts',
  { workspace_id: 'uuid', fingerprint: 'text' },
  /* sql */ `
  select f.id, f.workspace_id, f.fingerprint, f.subject, f.known, f.reason, f.xmin::text as xmin
  from KEYS join account_facts f on f.workspace_id = k.workspace_id and f.fingerprint = k.fingerprint`,
)

/**
 * Facts, and changes of groups as facts about them: kept as they came, each once.
 *
 * @returns the ids of the rows that hold them.
 */
export async function projectFacts(
  context: BatchContext,
  items: readonly ResolvedItem<FactItem | GroupItem>[],
): Promise<string[]> {
  const { client, events, conversationOf } = context
  const rows = new Map<string, { row: FactRow; item: FactItem | GroupItem }>()
  for (const resolved of items) {
    const row = factRow(resolved)
    const key = `${row.workspace_id} ${row.fingerprint}`
    const before = rows.get(key)
    if (!before || (row.known && !before.row.known)) rows.set(key, { row, item: resolved.item })
  }
  if (rows.size === 0) return []
  const keys = [...rows.values()].map(({ row }) => row)
  const stored = new Map((await loadFacts(client, keys)).map((row) => [`${row.workspace_id} ${row.fingerprint}`, row]))
  const created: FactRow[] = []
  const news: NewFact[] = []
  const better: (Pick<FactRow, 'id'> & FactReading & { xmin: string })[] = []
  for (const [key, { row, item }] of rows) {
    const before = stored.get(key)
    if (item.kind === 'fact' && row.known && !before?.known) news.push({ workspaceId: row.workspace_id, item })
    if (before) {
      if (row.known && !before.known) better.push({ id: before.id, xmin: before.xmin, ...reading(row) })
      continue
    }
    created.push(row)
    events.push({
      workspaceId: row.workspace_id,
      type: item.kind === 'group' ? 'group.changed' : 'account.fact',
      occurredAt: row.at,
      accountId: row.account_id,
      conversationId: conversationOf(item),
      data: { factId: row.id, field: row.field, subject: row.subject, known: row.known },
    })
  }
  await insertFacts(
    client,
    created.toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1)),
  )
  await updateFacts(
    client,
    better.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  )
  await projectTemplateFacts(context, news)
  return [...created, ...stored.values()].map(({ id }) => id)
}

function reading({ subject, known, reason }: FactRow): FactReading {
  return { subject, known, reason }
}

function factRow({ item, seq, workspaceId, accountId }: ResolvedItem<FactItem | GroupItem>): FactRow {
  const common = {
    id: uuidv7(),
    workspace_id: workspaceId,
    account_id: accountId,
    business_account_id: item.account.businessAccountId ?? null,
    at: item.at,
    inbox_seq: seq,
  }
  const of = [item.account.phoneNumberId, item.account.businessAccountId, item.at]
  if (item.kind === 'group') {
    const value = JSON.stringify(item.raw ?? null)
    const name = fingerprint('group', item.change, item.groupId, value, of)
    return { ...common, field: item.change, subject: item.groupId, known: true, reason: null, value, fingerprint: name }
  }
  const value = JSON.stringify(item.value ?? null)
  return {
    ...common,
    field: item.field,
    subject: item.subject ?? null,
    known: item.known,
    reason: item.reason ?? null,
    value,
    fingerprint: fingerprint('fact', item.field, value, of),
  }
}
