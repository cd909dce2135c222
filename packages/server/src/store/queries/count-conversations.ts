import type { AccountId, ConversationCounts, LabelId, WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { type ConversationFilters, conversationConditions, seenUpTo } from './conversation-filters.ts'
import { statusOf, unansweredOf } from './conversation-status.ts'
import { allOf } from './message-filters.ts'

/**
 * How many there are for each choice of a list, in one walk over the workspace's conversations. Measured with 10,000 of them, two
 * accounts and five labels: see docs/benchmarks.md.
 */
export async function countConversations(
  db: Database,
  workspaceId: WorkspaceId,
  memberId: string | null,
  filters: Pick<ConversationFilters, 'accountId' | 'labelId' | 'q'>,
): Promise<ConversationCounts> {
  const conditions = await conversationConditions(db, workspaceId, filters)
  const unread = memberId === null ? sql`null::boolean` : sql`c.last_inbound_at > ${seenUpTo(workspaceId, memberId)}`
  const { rows } = await sql<Counted>`
    with all_of_them as materialized (
      select c.id, c.account_id, c.assignee_id, ${statusOf} as status, ${unansweredOf} as unanswered, ${unread} as unread
      from conversations c where ${allOf(conditions)}),
    open as materialized (select * from all_of_them where status = 'open')
    select
      (select count(*)::int from open) as open,
      (select count(*)::int from open where unanswered) as unanswered,
      (select count(*)::int from open where unread) as unread,
      (select count(*)::int from open where assignee_id = ${memberId}::text) as mine,
      (select count(*)::int from open where assignee_id is null) as unassigned,
      (select count(*)::int from all_of_them where status = 'snoozed') as snoozed,
      (select count(*)::int from all_of_them where status = 'resolved') as resolved,
      (select json_agg(a) from (select account_id as id, count(*)::int as count from open group by 1 order by 1) a) as accounts,
      (select json_agg(l) from (select x.label_id as id, count(*)::int as count from conversation_labels x
        join open on open.id = x.conversation_id where x.workspace_id = ${workspaceId} group by 1 order by 1) l) as labels`.execute(
    db,
  )
  const [row] = rows
  if (!row) throw new Error('a query of counts gives one row')
  const forPerson = (count: number) => (memberId === null ? null : count)
  return {
    ...row,
    ...{ unread: forPerson(row.unread), mine: forPerson(row.mine) },
    ...{ accounts: row.accounts ?? [], labels: row.labels ?? [] },
  }
}

interface Counted {
  readonly open: number
  readonly unanswered: number
  readonly unread: number
  readonly mine: number
  readonly unassigned: number
  readonly snoozed: number
  readonly resolved: number
  readonly accounts: { id: AccountId; count: number }[] | null
  readonly labels: { id: LabelId; count: number }[] | null
}
