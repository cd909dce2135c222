import { type Kysely, sql } from 'kysely'

/** Which workspace somebody in several works in, by their session; null: the one that they joined first. An older process overlooks it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(/* sql */ `alter table auth."session" add column workspace_id uuid references workspaces on delete set null;`)
    .execute(db)
}
