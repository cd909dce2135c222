import {
  type Conversation,
  type ConversationCore,
  type ConversationStatus,
  type Label,
  type MessageId,
  mostUnread,
  type WorkspaceId,
} from '@switchboard/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database.ts'
import { statusOf, unansweredOf } from './conversation-status.ts'
import { toTimestamp } from './message-row.ts'

interface StateRow {
  readonly id: string
  readonly status: ConversationStatus
  readonly snoozed_until: Date | null
  readonly assignee_id: string | null
  readonly assignee_name: string | null
  readonly unanswered: boolean
  readonly labels: Label[] | null
  readonly unread: number | null
  readonly first_unread_id: MessageId | null
  readonly last_status: Conversation['lastMessageStatus']
  readonly last_send_state: Conversation['lastMessageSendState']
}

/**
 * What `conversation_reads r` says, where there is one. Not `coalesce`, which Postgres takes for something that may tell of rows
 * behind a wall: it would be asked of every message of the conversation instead of leading the index (71 ms of 50,000, now < 1 ms).
 */
function seenOr(column: string, otherwise: RawBuilder<unknown>): RawBuilder<unknown> {
  const seen = sql.ref(`r.${column}`)
  return sql`case when ${seen} is null then ${otherwise} else ${seen} end`
}

/**
 * The conversations with what the team has done with each: a query of its own, so that whoever does not ask for it (assistants) pays
 * nothing. `memberId`: who asks; null: no person, for whom nothing is unread.
 */
export async function withStates(
  db: Database,
  workspaceId: WorkspaceId,
  memberId: string | null,
  conversations: readonly ConversationCore[],
): Promise<Conversation[]> {
  if (conversations.length === 0) return []
  const ids = conversations.map(({ id }) => id)
  const last = conversations.flatMap(({ lastMessage }) => (lastMessage?.direction === 'outbound' ? lastMessage.id : []))
  const { rows } = await sql<StateRow>`
    with names as materialized (select * from member_names(${workspaceId}))
    select c.id, ${statusOf} as status, c.snoozed_until, c.assignee_id, assignee.name as assignee_name,
      ${unansweredOf} as unanswered, last.status as last_status, last.send_state as last_send_state,
      (select json_agg(json_build_object('id', l.id, 'name', l.name, 'colour', l.colour) order by lower(l.name))
        from conversation_labels x join labels l on l.id = x.label_id where x.conversation_id = c.id) as labels,
      unseen.count as unread, unseen.first_id as first_unread_id
    from conversations c
    left join names assignee on assignee.user_id = c.assignee_id
    left join names me on me.user_id = ${memberId}::text
    left join conversation_reads r
      on r.workspace_id = c.workspace_id and r.user_id = ${memberId}::text and r.conversation_id = c.id
    left join lateral (select count(*)::int as count, (array_agg(id order by sent_at, id))[1] as first_id from (
        select m.id, m.sent_at from messages m
        where m.conversation_id = c.id and m.direction = 'inbound' and m.source_rank > 0
          and (m.sent_at, m.id) > (${seenOr('seen_at', sql`me.joined_at`)},
            ${seenOr('seen_id', sql`uuid '00000000-0000-0000-0000-000000000000'`)})
        order by m.sent_at, m.id limit ${sql.lit(mostUnread)}) oldest) unseen on me.user_id is not null
    left join (select m.conversation_id, m.status,
        case when m.source = 'api' then (select o.state from outbox o where o.id = m.id) end as send_state
      from messages m where m.id = any(${last}::uuid[])) last on last.conversation_id = c.id
    where c.id = any(${ids}::uuid[])`.execute(db)
  const states = new Map(rows.map((row) => [row.id, row]))
  return conversations.flatMap((conversation) => {
    const row = states.get(conversation.id)
    // It was erased between the two queries.
    return row ? { ...conversation, ...toState(row) } : []
  })
}

function toState(row: StateRow) {
  return {
    status: row.status,
    snoozedUntil: row.status === 'snoozed' ? toTimestamp(row.snoozed_until) : null,
    assignee: row.assignee_id === null ? null : { id: row.assignee_id, name: row.assignee_name ?? row.assignee_id },
    labels: row.labels ?? [],
    unanswered: row.unanswered,
    unreadCount: row.unread,
    firstUnreadId: row.first_unread_id,
    lastMessageStatus: row.last_status,
    lastMessageSendState: row.last_send_state,
  }
}
