import type { TemplateSyncState, WorkspaceId } from '@switchboard/contract'
import type { Database } from '../database.ts'

/** How the reading of each business's templates goes. Not paged: a workspace has a few businesses. */
export async function listTemplateSyncs(db: Database, workspaceId: WorkspaceId): Promise<TemplateSyncState[]> {
  const rows = await db
    .selectFrom('template_syncs')
    .select(['business_account_id', 'synced_at', 'templates', 'leased_until', 'failure', 'failures', 'due_at'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('business_account_id')
    .limit(1_000)
    .execute()
  return rows.map((row) => ({
    businessAccountId: row.business_account_id,
    syncedAt: row.synced_at?.toISOString() ?? null,
    templates: row.templates,
    running: row.leased_until !== null && row.leased_until.getTime() > Date.now(),
    failure: row.failure as TemplateSyncState['failure'], // written by templates/sync-lease.ts only
    failures: row.failures,
    nextAttemptAt: row.due_at?.toISOString() ?? null,
  }))
}
