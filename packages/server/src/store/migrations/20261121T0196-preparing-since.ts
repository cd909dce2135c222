import { type Kysely, sql } from 'kysely'

/** Since when a queued message's file is being brought to the provider. Additive: an older process counts for itself. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table outbox add column preparing_since timestamptz`.execute(db)
}
