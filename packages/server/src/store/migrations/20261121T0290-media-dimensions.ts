import { type Kysely, sql } from 'kysely'

/**
 * How large a picture is, so that a page can leave room for it before it is there. Additive: an older process leaves them null,
 * as they are for files that were stored before.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table media add column width integer, add column height integer`.execute(db)
}
