import type { PreferenceItem } from '../../transports/inbound-item.ts'
import type { BatchContext, ResolvedItem } from './batch-context.ts'
import { compareText } from './last-writer.ts'
import { insertInto, loadBy, updateOf } from './write-rows.ts'

interface PreferenceRow {
  readonly contact_id: string
  readonly category: string
  readonly workspace_id: string
  readonly value: string
  readonly detail: string | null
  readonly at: number
}

const columns = {
  contact_id: 'uuid',
  category: 'text',
  workspace_id: 'uuid',
  value: 'text',
  detail: 'text',
  at: 'timestamptz',
} as const

const insertPreferences = insertInto<PreferenceRow>('contact_preferences', columns)
const updatePreferences = updateOf<PreferenceRow>('contact_preferences', ['contact_id', 'category'], columns)
const loadPreferences = loadBy<{ contact_id: string; category: string }, PreferenceRow & { xmin: string }>(
  'preferences',
  { contact_id: 'uuid', category: 'text' },
  /* sql */ `
  select p.contact_id, p.category, p.value, p.detail, (extract(epoch from p.at) * 1000)::float8 as at, p.xmin::text as xmin
  from KEYS join contact_preferences p on p.contact_id = k.contact_id and p.category = k.category`,
)

/** What people chose (marketing messages or not): the latest choice counts. */
export async function projectPreferences(
  { client, events, contactOf }: BatchContext,
  items: readonly ResolvedItem<PreferenceItem>[],
): Promise<void> {
  const rows = new Map<string, PreferenceRow>()
  const accounts = new Map<PreferenceRow, string | null>()
  for (const { item, workspaceId, accountId } of items) {
    const contactId = contactOf(item.party)
    if (contactId === null) continue
    const { category, value, detail, at } = item
    const row = { contact_id: contactId, category, workspace_id: workspaceId, value, detail: detail ?? null, at }
    const before = rows.get(rowKey(row))
    if (before && compareChoices(row, before) <= 0) continue
    rows.set(rowKey(row), row)
    accounts.set(row, accountId)
  }
  if (rows.size === 0) return
  const stored = new Map((await loadPreferences(client, [...rows.values()])).map((row) => [rowKey(row), row]))
  const created: PreferenceRow[] = []
  const changed: (PreferenceRow & { xmin: string })[] = []
  for (const [key, row] of rows) {
    const before = stored.get(key)
    if (before && compareChoices(row, before) <= 0) continue
    if (before) changed.push({ ...row, xmin: before.xmin })
    else created.push(row)
    // The same choice said again moves its time; that is no news.
    if (before && before.value === row.value && before.detail === row.detail) continue
    events.push({
      workspaceId: row.workspace_id,
      type: 'contact.preference',
      occurredAt: row.at,
      accountId: accounts.get(row) ?? null,
      contactId: row.contact_id,
      data: { category: row.category, value: row.value },
    })
  }
  await insertPreferences(client, created.toSorted(byKey))
  await updatePreferences(client, changed.toSorted(byKey))
}

function compareChoices(a: PreferenceRow, b: PreferenceRow): number {
  return a.at - b.at || compareText(a.value, b.value) || compareText(a.detail ?? '', b.detail ?? '')
}

function rowKey(row: { contact_id: string; category: string }): string {
  return `${row.contact_id} ${row.category}`
}

function byKey(a: PreferenceRow, b: PreferenceRow): number {
  return rowKey(a) < rowKey(b) ? -1 : 1
}
