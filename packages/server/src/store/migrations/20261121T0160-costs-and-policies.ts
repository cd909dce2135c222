import { type Kysely, sql } from 'kysely'

/**
 * What messages cost, and what is usual for what assistants send. Additive: an older process writes no costs; what it projected is
 * counted when it is replayed.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(ddl).execute(db)
}

const ddl = /* sql */ `
alter table workspaces
  -- what is done with sends of assistants whose key states nothing; null: they wait for approval
  add column assistant_policy text check (assistant_policy in ('allow', 'approve', 'block'));

-- One row a message that the provider priced (a message and member, in a group), whatever becomes of the message's own row: it
-- names no person, so erasure and retention leave it, and merges have nothing to move.
create table message_costs (
  -- 128 bits of a hash of account, provider's id and member: the provider's id itself holds a phone number
  key uuid primary key,
  workspace_id uuid not null,
  account_id uuid not null references accounts on delete cascade,
  -- of the earliest receipt; its UTC day is the day of the ledger
  at timestamptz not null,
  -- a failure is known of it
  failed boolean not null default false,
  -- by the recipient's phone (2) or the prefix of the user id (1); null: unknown (0)
  country text,
  country_rank smallint not null default 0,
  -- the pricing that counts: of the furthest receipt that has one, of those the earliest. null: none yet, only a failure
  rank smallint not null default 0,
  priced_at timestamptz,
  fingerprint text,
  category text,
  pricing_model text,
  pricing_type text,
  -- null: the provider does not say
  billable boolean
);
create index message_costs_days on message_costs (workspace_id, at);
`
