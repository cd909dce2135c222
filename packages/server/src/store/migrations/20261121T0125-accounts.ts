import { type Kysely, sql } from 'kysely'

/** Accounts carry their own credentials and rules. Additive: an older process goes on with those of the environment. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(ddl).execute(db)
}

const ddl = /* sql */ `
alter table accounts
  -- by name, each sealed for this account and name (sealing/seal.ts), with the time when it was given
  add column secrets jsonb not null default '{}' check (jsonb_typeof(secrets) = 'object'),
  -- the transport's own, not secret, texts by name
  add column settings jsonb not null default '{}' check (jsonb_typeof(settings) = 'object'),
  -- approve: what is sent from it waits for a person; null: nothing is asked for on the account's behalf
  add column send_policy text check (send_policy in ('approve')),
  -- beside the workspace's: only these may be written to from this account; null: everybody
  add column send_allowlist text[];

-- what is refused when an account is taken away; few are held, and what is queued has its indexes
create index outbox_held on outbox (account_id) where state = 'held';
`
