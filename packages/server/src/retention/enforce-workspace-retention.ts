import type { WorkspaceId } from '@switchboard/contract'
import type pg from 'pg'

export interface WorkspaceRetentionOptions {
  readonly now: Date
  /** Of the server; what a workspace says counts only where it is shorter. null: for ever. */
  readonly serverDays: number | null
  /** Stops between two batches. */
  readonly signal?: AbortSignal
}

export interface WorkspaceRetentionReport {
  readonly workspaceId: WorkspaceId
  readonly cutoff: Date
  readonly rowsDeleted: Readonly<Record<string, number>>
}

const batchRows = 5_000
const dayMilliseconds = 86_400_000

/**
 * Lets go of messages and calls of workspaces that keep them for a shorter time than the server. In batches, each its own
 * transaction. Raw bodies belong to no workspace, and events hold no text: both stay as long as the server keeps them.
 */
export async function enforceWorkspaceRetention(
  pool: pg.Pool,
  { now, serverDays, signal }: WorkspaceRetentionOptions,
): Promise<WorkspaceRetentionReport[]> {
  const { rows } = await pool.query<{ id: WorkspaceId; days: number }>(
    `select id, retention_days as days from workspaces
     where retention_days is not null and ($1::int is null or retention_days < $1) order by id`,
    [serverDays],
  )
  const reports: WorkspaceRetentionReport[] = []
  for (const { id, days } of rows) {
    const cutoff = new Date(now.getTime() - days * dayMilliseconds)
    const rowsDeleted: Record<string, number> = {}
    for (const [table, statement] of Object.entries(oldRows)) {
      rowsDeleted[table] = await deleteInBatches(pool, statement, [cutoff, batchRows, id], signal)
    }
    reports.push({ workspaceId: id, cutoff, rowsDeleted })
  }
  return reports
}

async function deleteInBatches(
  pool: pg.Pool,
  statement: string,
  values: readonly [Date, number, WorkspaceId],
  signal?: AbortSignal,
): Promise<number> {
  let deleted = 0
  while (!signal?.aborted) {
    const { rows } = await pool.query<{ n: number }>(statement, [...values])
    deleted += rows[0]?.n ?? 0
    if ((rows[0]?.n ?? 0) < batchRows) break
  }
  return deleted
}

// Each deletes a batch and answers how many rows of the named table went. Dependants go in the same statement.
const oldRows = {
  messages: /* sql */ `
with old as (select id, account_id, wamid from messages where workspace_id = $3 and sent_at < $1 order by sent_at limit $2),
  s as (delete from statuses where message_id in (select id from old)),
  d as (delete from media where message_id in (select id from old)),
  r as (delete from reactions using old where reactions.account_id = old.account_id and target_wamid = old.wamid),
  v as (delete from revisions using old where revisions.account_id = old.account_id and target_wamid = old.wamid),
  m as (delete from messages where id in (select id from old) returning 1)
select count(*)::int as n from m`,
  calls: /* sql */ `
with old as (select id from calls where workspace_id = $3 and last_event_at < $1 limit $2),
  e as (delete from call_events where call_id in (select id from old)),
  c as (delete from calls where id in (select id from old) returning 1)
select count(*)::int as n from c`,
} as const
