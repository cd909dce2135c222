import { type Kysely, sql } from 'kysely'

/** When providers last spoke to each account. Apart from `accounts`, whose rows are read anew whenever they change. Additive. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(ddl).execute(db)
}

const ddl = /* sql */ `
create table account_webhooks (
  account_id uuid primary key references accounts on delete cascade,
  workspace_id uuid not null references workspaces,
  -- when the provider last asked whether this is the right server, with the account's verify token or the server's
  verified_at timestamptz,
  -- to the second: noted once a second, not with each body
  last_webhook_at timestamptz
);
select protect_table('account_webhooks', 'select');
select narrow_table('account_webhooks',
  '((select reached_accounts()) is null or account_id = any ((select reached_accounts())::uuid[]))');
`
