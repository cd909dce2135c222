import { type Kysely, sql } from 'kysely'

/**
 * Links that sign somebody in at once, beside those to join and to set another password: whose they are is decided when they are
 * used. An older process makes none, and does not follow them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(/* sql */ `
alter table one_time_links drop constraint one_time_links_purpose_check;
alter table one_time_links add constraint one_time_links_purpose_check check (purpose in ('join', 'reset', 'sign-in'));
`)
    .execute(db)
}
