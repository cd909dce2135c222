import { type Kysely, sql } from 'kysely'

/** Who vouches for the address of an endpoint, so that it is switched off with them. An older process switches on without a voucher. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(webhooks).execute(db)
}

const webhooks = /* sql */ `
alter table webhook_endpoints add column vouched_by text;
alter table webhook_endpoints drop constraint webhook_endpoints_disabled_reason_check;
alter table webhook_endpoints add constraint webhook_endpoints_disabled_reason_check
  check (disabled_reason in ('asked', 'gone', 'failing', 'member-ended'));
`
