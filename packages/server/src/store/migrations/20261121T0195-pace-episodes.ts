import { type Kysely, sql } from 'kysely'

/** What a number's rate was when the provider began to refuse. Additive: an older process goes on and halves as before. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table send_pace add column slowed_from real`.execute(db)
}
