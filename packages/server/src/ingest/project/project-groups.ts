import type { GroupItem } from '../../transports/inbound-item.ts'
import type { BatchContext, ResolvedItem } from './batch-context.ts'
import { latest } from './last-writer.ts'
import { insertInto, loadBy, updateOf } from './write-rows.ts'

interface ParticipantRow {
  readonly conversation_id: string
  readonly contact_id: string
  readonly workspace_id: string
  readonly joined_at: number | null
  readonly left_at: number | null
}

const columns = {
  conversation_id: 'uuid',
  contact_id: 'uuid',
  workspace_id: 'uuid',
  joined_at: 'timestamptz',
  left_at: 'timestamptz',
} as const

const insertParticipants = insertInto<ParticipantRow>('group_participants', columns)
const updateParticipants = updateOf<ParticipantRow>('group_participants', ['conversation_id', 'contact_id'], columns)
const loadParticipants = loadBy<{ conversation_id: string; contact_id: string }, ParticipantRow & { xmin: string }>(
  'participants',
  { conversation_id: 'uuid', contact_id: 'uuid' },
  /* sql */ `
  select p.conversation_id, p.contact_id, p.workspace_id, p.xmin::text as xmin,
    (extract(epoch from p.joined_at) * 1000)::float8 as joined_at,
    (extract(epoch from p.left_at) * 1000)::float8 as left_at
  from KEYS join group_participants p on p.conversation_id = k.conversation_id and p.contact_id = k.contact_id`,
)

/** Who is in a group: when each last joined and last left. The subject is the conversation's; the change itself is a fact. */
export async function projectGroups(context: BatchContext, items: readonly ResolvedItem<GroupItem>[]): Promise<void> {
  const rows = new Map<string, ParticipantRow>()
  for (const { item, workspaceId } of items) {
    const conversationId = context.conversationOf(item)
    if (conversationId === null) continue
    for (const [parties, moved] of [
      [item.joined, { joined_at: item.at, left_at: null }],
      [item.left, { joined_at: null, left_at: item.at }],
    ] as const) {
      for (const party of parties) {
        const contactId = context.contactOf(party)
        if (contactId === null) continue
        const row = { conversation_id: conversationId, contact_id: contactId, workspace_id: workspaceId, ...moved }
        const before = rows.get(rowKey(row))
        rows.set(rowKey(row), before ? joined(before, row) : row)
      }
    }
  }
  if (rows.size === 0) return
  const { client } = context
  const stored = new Map((await loadParticipants(client, [...rows.values()])).map((row) => [rowKey(row), row]))
  const created: ParticipantRow[] = []
  const changed: (ParticipantRow & { xmin: string })[] = []
  for (const [key, row] of rows) {
    const before = stored.get(key)
    if (!before) created.push(row)
    else {
      const next = joined(before, row)
      if (next.joined_at !== before.joined_at || next.left_at !== before.left_at) {
        changed.push({ ...next, xmin: before.xmin })
      }
    }
  }
  await insertParticipants(client, created.toSorted(byKey))
  await updateParticipants(client, changed.toSorted(byKey))
}

function joined(a: ParticipantRow, b: ParticipantRow): ParticipantRow {
  return { ...a, joined_at: latest(a.joined_at, b.joined_at), left_at: latest(a.left_at, b.left_at) }
}

function rowKey(row: { conversation_id: string; contact_id: string }): string {
  return `${row.conversation_id} ${row.contact_id}`
}

function byKey(a: ParticipantRow, b: ParticipantRow): number {
  return rowKey(a) < rowKey(b) ? -1 : 1
}
