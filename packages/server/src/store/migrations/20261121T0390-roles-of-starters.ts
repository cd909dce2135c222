import { type Kysely, sql } from 'kysely'

/** Whoever resumes a broadcast is told by the role of who started it whether it goes on as theirs; of the own workspace, as for every table. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('grant select (workspace_id, user_id, role) on members to switchboard_app').execute(db)
}
