import { columnList, listTables, tableName } from '../store/backup/list-tables.ts'
import type { Queryable } from '../store/database.ts'

/** The time of what is partitioned by time. */
export const filledAt = new Date('2024-02-29T12:00:00Z')
const awkward = 'tab\t newline\n return\r backslash\\ \\. \\N quote" \' 👩‍👩‍👧 \u200f עברית {a,b} \u0001'

/** One row in every table, all of them with the same uuid wherever there is one. */
export async function fillTables(
  db: Queryable,
  { id, only }: { readonly id: string; readonly only?: readonly string[] },
): Promise<void> {
  for (const table of await listTables(db)) {
    if (only && !only.includes(table.name)) continue
    const { rows } = await db.query<{ name: string; type: string; required: boolean }>(
      `select attname as name, format_type(atttypid, null) as type, attnotnull as required from pg_attribute
       where attrelid = $1::regclass and attname = any ($2) order by array_position($2, attname::text)`,
      [tableName(table.name), table.columns],
    )
    const values = rows.map((column) => valueFor(id, table.name, column.name, column.type, column.required))
    const marks = values.map((_, index) => `$${index + 1}`).join(', ')
    await db.query(`insert into ${tableName(table.name)} (${columnList(table)}) values (${marks})`, values)
  }
}

/** What a check of the schema asks for, by column or by table and column. */
const chosen: Record<string, unknown> = {
  ...{ 'workspaces.deleted_at': null, role: 'owner', purpose: 'join', 'one_time_links.user_id': null },
  ...{ direction: 'inbound', kind: 'direct', revision: 'edit', group_id: null },
  ...{ policy: 'allow', send_policy: 'allow', assistant_policy: 'approve', default_region: 'DE' },
  ...{ 'accounts.send_policy': 'approve', parameter_format: 'NAMED', answer: 'accept' },
  ...{ 'broadcasts.state': 'running', 'broadcasts.next_position': 43, 'broadcast_recipients.state': 'queued' },
  ...{ 'webhook_endpoints.state': 'disabled', disabled_reason: 'gone', 'webhook_deliveries.state': 'pending' },
  ...{ 'conversations.set_status': 'snoozed', 'conversations.assignee_id': null },
  ...{ 'accounts.state': 'active', 'outbox.state': 'queued', 'approvals.state': 'pending', 'media.state': 'stored' },
}

function valueFor(id: string, table: string, name: string, type: string, required: boolean): unknown {
  for (const key of [`${table}.${name}`, name]) if (key in chosen) return chosen[key]
  if (!required && name === 'errors') return null
  // the same everywhere, so that every foreign key finds its row
  if (type === 'uuid') return id
  if (type === 'bytea') return Buffer.from([...Array(256).keys(), ...Buffer.from(id)])
  if (type === 'date') return '2024-02-29'
  if (type === 'jsonb')
    return JSON.stringify({
      text: awkward,
      big: 12345678901234567890n.toString(),
      list: [1.5, null],
    })
  if (type === 'text[]') return [awkward, '', 'NULL', '{}']
  if (type.endsWith('[]')) return [valueFor(id, table, name, type.slice(0, -2), true)]
  if (type === 'boolean') return true
  if (name === 'received_at' || name === 'recorded_at')
    return name === 'received_at' && !required ? '-infinity' : filledAt
  if (type.startsWith('timestamp')) return required ? '2024-02-29T23:59:59.123456+05:30' : '-infinity'
  return type === 'text' || type.startsWith('character varying') ? `${awkward} ${id}` : 7
}
