import { type Kysely, sql } from 'kysely'

/** When somebody answers, and how long messages are kept where that is shorter than the server says. An older process knows neither. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(/* sql */ `
alter table workspaces
  add column working_hours jsonb,
  add column retention_days int check (retention_days between 1 and 36500);
`)
    .execute(db)
}
