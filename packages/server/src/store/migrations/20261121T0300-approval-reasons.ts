import { type Kysely, sql } from 'kysely'

/**
 * Why somebody wants to send, beside why it has to be asked for; and whether a person changed what they let go. Additive: an older
 * process goes on without either.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table approvals add column request_reason text, add column edited boolean not null default false`.execute(
    db,
  )
}
