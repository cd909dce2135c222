import type { WorkspaceId } from '@switchboard/contract'
import type pg from 'pg'
import type { Queryable } from '../store/database.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { lockWorkspaceExclusively } from '../store/locks.ts'

const batchRows = 20_000

const ofWorkspace = (table: string) => /* sql */ `
delete from ${table} where ctid = any (array(select ctid from ${table} where workspace_id = $1 limit $2))`
/** Of a table in parts, each of which counts its rows for itself. */
const ofParts = (table: string) => /* sql */ `
delete from ${table} where (tableoid, ctid) in (select tableoid, ctid from ${table} where workspace_id = $1 limit $2)`
const forgetMerge = (table: string) => /* sql */ `
update ${table} set merged_into = null
where id = any (array(select id from ${table} where workspace_id = $1 and merged_into is not null limit $2))`

/*
 * In the order in which they can go: what refers to something goes before it. The audit stays: it is the proof of what was done, and
 * has a period of its own. Raw bodies are of no workspace and stay as long as the server keeps them.
 */
const batches = [
  ofParts('webhook_deliveries'),
  ...['approval_questions', 'approvals', 'outbox', 'message_costs', 'media'].map(ofWorkspace),
  // By their message, which has an index.
  /* sql */ `
with gone as (select id from messages where workspace_id = $1 limit $2), s as (delete from statuses where message_id in (select id from gone))
delete from messages where id in (select id from gone)`,
  ...['statuses', 'reactions', 'revisions', 'call_events', 'calls'].map(ofWorkspace),
  /* sql */ `
delete from broadcast_recipients where ctid = any (array(
  select r.ctid from broadcast_recipients r join broadcasts b on b.id = r.broadcast_id where b.workspace_id = $1 limit $2))`,
  ...['broadcasts', 'conversation_changes', 'conversation_labels', 'conversation_notes', 'conversation_presence'].map(
    ofWorkspace,
  ),
  ...['conversation_reads', 'group_participants', 'account_facts', 'search_words'].map(ofWorkspace),
  ofParts('events'),
  ...['contact_preferences', 'contact_merges', 'identities', 'labels'].map(ofWorkspace),
  forgetMerge('conversations'),
  ofWorkspace('conversations'),
  forgetMerge('contacts'),
  ...['contacts', 'templates', 'template_syncs', 'canned_replies', 'send_counts', 'send_pace'].map(ofWorkspace),
  ...['webhook_endpoints', 'erasures', 'removed_members', 'one_time_links', 'oauth_grants', 'members'].map(ofWorkspace),
]
const last = ['delete from accounts where workspace_id = $1', 'delete from workspaces where id = $1']

/**
 * Lets go of all rows of workspaces that were closed, in batches, each its own transaction. The last one waits for what is being
 * projected into the workspace, takes what came meanwhile and the workspace itself. Two processes at once do it once.
 *
 * @param signal stops between two batches; the next call goes on
 * @returns the workspaces that are gone
 */
export async function deleteWorkspaceRows(pool: pg.Pool, signal?: AbortSignal): Promise<WorkspaceId[]> {
  const { rows } = await pool.query<{ id: WorkspaceId }>(
    'select id from workspaces where deleted_at is not null order by deleted_at, id',
  )
  const gone: WorkspaceId[] = []
  for (const { id } of rows) {
    for (const statement of batches)
      while (!signal?.aborted && ((await pool.query(statement, [id, batchRows])).rowCount ?? 0) > 0);
    if (signal?.aborted) break
    await inTransaction(pool, (tx) => deleteLast(tx, id))
    gone.push(id)
  }
  return gone
}

async function deleteLast(tx: Queryable, id: WorkspaceId): Promise<void> {
  await lockWorkspaceExclusively(tx, id)
  for (const statement of batches) while (((await tx.query(statement, [id, batchRows])).rowCount ?? 0) > 0);
  for (const statement of last) await tx.query(statement, [id])
}
