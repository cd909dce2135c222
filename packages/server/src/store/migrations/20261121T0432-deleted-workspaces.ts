import { type Kysely, sql } from 'kysely'

/**
 * A workspace that was deleted: nobody is in it from that moment, and its rows go in batches. And no caller reads who had which
 * address, or who was removed. Additive.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(/* sql */ `alter table workspaces add column deleted_at timestamptz;`).execute(db)
  await sql.raw(/* sql */ `select protect_table('removed_members', '');`).execute(db)
  await sql.raw(/* sql */ `alter table former_addresses enable row level security;`).execute(db)
}
