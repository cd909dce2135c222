import type {
  AccountId,
  ContactId,
  Conversation,
  ConversationStatus,
  LabelId,
  WorkspaceId,
} from '@switchboard/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database.ts'
import { activityOf } from './conversation-row.ts'
import { statusOf, unansweredOf } from './conversation-status.ts'
import { resolveContact } from './resolve-merged.ts'
import { matchingPeople } from './search-contacts.ts'

/** What lists of conversations can be narrowed by. */
export interface ConversationFilters {
  readonly accountId?: AccountId | undefined
  /** Direct conversations of this person, and groups that they are in. */
  readonly contactId?: ContactId | undefined
  readonly kind?: Conversation['kind'] | undefined
  /** ISO 8601: only those with a message at or after this time. */
  readonly since?: string | undefined
  readonly status?: ConversationStatus | undefined
  readonly unanswered?: boolean | undefined
  /** A member's id, or null: nobody's. */
  readonly assigneeId?: string | null | undefined
  readonly labelId?: LabelId | undefined
  /** With messages that this member has not seen. */
  readonly unreadOf?: string | undefined
  /** A part of a name, a number or a group's subject. */
  readonly q?: string | undefined
}

/** Just the filters of `args`, for cursors. */
export function conversationFilters(args: ConversationFilters): object {
  const { accountId, contactId, kind, since, status, unanswered, assigneeId, labelId, unreadOf, q } = args
  const assignee = assigneeId === null ? { nobody: true } : assigneeId
  return { accountId, contactId, kind, since, status, unanswered, assignee, labelId, unreadOf, q }
}

/** Conditions on `conversations c`, the workspace's first. */
export async function conversationConditions(
  db: Database,
  workspaceId: WorkspaceId,
  filters: ConversationFilters,
): Promise<RawBuilder<unknown>[]> {
  const { accountId, contactId, kind, since } = filters
  const conditions: RawBuilder<unknown>[] = [sql`c.workspace_id = ${workspaceId}`, sql`c.merged_into is null`]
  if (accountId !== undefined) conditions.push(sql`c.account_id = ${accountId}`)
  if (kind !== undefined) conditions.push(sql`c.kind = ${kind}`)
  if (since !== undefined) conditions.push(sql`${activityOf} >= ${new Date(since)}`)
  if (contactId !== undefined) {
    const person: ContactId = (await resolveContact(db, workspaceId, contactId)) ?? contactId
    conditions.push(sql`c.id in (
      select id from conversations where contact_id = ${person}
      union all
      select conversation_id from group_participants
      where contact_id = ${person} and (left_at is null or left_at < joined_at))`)
  }
  return [...conditions, ...stateConditions(workspaceId, filters)]
}

function stateConditions(workspaceId: WorkspaceId, filters: ConversationFilters): RawBuilder<unknown>[] {
  const { status, unanswered, assigneeId, labelId, unreadOf, q } = filters
  const conditions: RawBuilder<unknown>[] = []
  if (status !== undefined) conditions.push(sql`${statusOf} = ${status}`)
  if (unanswered !== undefined) conditions.push(sql`${unansweredOf} = ${unanswered}`)
  if (assigneeId !== undefined)
    conditions.push(assigneeId === null ? sql`c.assignee_id is null` : sql`c.assignee_id = ${assigneeId}`)
  if (labelId !== undefined)
    conditions.push(sql`c.id in (select conversation_id from conversation_labels where label_id = ${labelId})`)
  if (unreadOf !== undefined) conditions.push(sql`c.last_inbound_at > ${seenUpTo(workspaceId, unreadOf)}`)
  if (q !== undefined)
    conditions.push(sql`(c.contact_id in (${matchingPeople(workspaceId, q)})
      or strpos(lower(c.subject), ${q.trim().toLowerCase()}) > 0)`)
  return conditions
}

/**
 * Up to when a member has read `conversations c`: by the second, as providers count, so of two messages in one second the later is not
 * told from the other here. Who joined later has nothing of before to read.
 */
function seenUpTo(workspaceId: WorkspaceId, memberId: string): RawBuilder<unknown> {
  return sql`coalesce(
    (select r.seen_at from conversation_reads r
      where r.workspace_id = ${workspaceId} and r.user_id = ${memberId} and r.conversation_id = c.id),
    ${joinedAt(workspaceId, memberId)})`
}

/** When a member joined; asked once a query. */
export function joinedAt(workspaceId: WorkspaceId, memberId: string | null): RawBuilder<unknown> {
  return sql`(select n.joined_at from member_names(${workspaceId}) n where n.user_id = ${memberId}::text)`
}
