import { type Kysely, sql } from 'kysely'

/**
 * Messages of one call to many people are decided about together. Additive: an older process shows and decides each for itself.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table approvals add column bulk_id uuid;
    create index approvals_of_bulk on approvals (bulk_id, id) where bulk_id is not null;
    create index approvals_newest on approvals (workspace_id, state, (coalesce(bulk_id, id)) desc);
  `.execute(db)
}
