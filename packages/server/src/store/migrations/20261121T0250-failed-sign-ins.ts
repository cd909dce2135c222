import { type Kysely, sql } from 'kysely'

/** Failed sign-ins by hashes of address and account (access/sign-in-limits.ts). Additive. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // The columns, and their order, are what rate-limiter-flexible writes.
  await sql`create table failed_sign_ins (key varchar(255) primary key, points integer not null default 0, expire bigint)`.execute(
    db,
  )
}
