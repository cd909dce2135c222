import { type Kysely, sql } from 'kysely'

/**
 * What narrows an API key beside its scopes, and how it is replaced. Additive: an older process knows no limits, so let none run
 * beside this one once a key has some.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(ddl).execute(db)
}

const ddl = /* sql */ `
alter table api_keys
  -- addresses and ranges (CIDR) that it may be used from; null: from everywhere
  add column addresses text[],
  -- whom it reaches; null: all of the workspace's. No foreign keys: an id that is gone reaches nothing
  add column accounts uuid[],
  add column contacts uuid[],
  -- messages a day (UTC); null: as many as the account may
  add column daily_cap int check (daily_cap >= 0),
  -- under which name its sends are counted: its own id, or that of the key that it replaces or was made by, so that another key
  -- is no second cap
  add column counts_as uuid,
  -- kind:id of who made it; null: made before this was kept
  add column made_by text,
  add column replaced_by uuid references api_keys;

-- Only of credentials that have a cap: one row for each, of the last day on which it sent.
create table send_counts (
  workspace_id uuid not null references workspaces,
  credential text not null,
  day date not null,
  sent int not null,
  primary key (workspace_id, credential)
);`
