import { type Kysely, sql } from 'kysely'

/** The templates of each business account, as the provider last showed them. Additive: an older process goes on. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(ddl).execute(db)
}

const ddl = /* sql */ `
create table templates (
  id uuid primary key,
  workspace_id uuid not null references workspaces,
  transport text not null,
  -- providers keep templates by business: every number of it sends the same ones
  business_account_id text not null,
  provider_template_id text,
  -- in the order of bytes, so that pages by name never depend on the server's locale
  name text not null collate "C",
  language text not null collate "C",
  -- in capitals, in the provider's words
  category text,
  status text not null,
  -- the later one by the provider's clock is the last writer of each, as webhooks come in any order. Whole seconds, which is
  -- what the provider's times are
  status_at timestamptz not null,
  category_at timestamptz not null,
  quality text,
  quality_at timestamptz not null,
  rejected_reason text,
  parameter_format text not null default 'POSITIONAL',
  components jsonb not null,
  -- name and words, normalised
  search_text text not null,
  -- when a webhook last told something of it, by our clock: a reading that began before may not know it yet
  heard_at timestamptz,
  synced_at timestamptz not null,
  deleted_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint templates_format check (parameter_format in ('POSITIONAL', 'NAMED')),
  unique (workspace_id, business_account_id, name, language)
);
create index templates_by_name on templates (workspace_id, name, language, id) where deleted_at is null;
create index templates_provider_id on templates (provider_template_id);

-- how the reading of a business's templates goes; no row: never tried
create table template_syncs (
  workspace_id uuid not null references workspaces,
  business_account_id text not null,
  -- somebody wants them read (a webhook said that one changed); reading that began later than this has seen it
  requested_at timestamptz,
  -- who reads at present, and until when others stay away
  lease_id uuid,
  leased_until timestamptz,
  -- of the last reading that came to its end; null: never, and only the provider can say what may be sent
  synced_at timestamptz,
  templates integer,
  -- after failures, not before
  due_at timestamptz,
  failures integer not null default 0,
  -- {code, sentence, remedy} of the last reading, where it failed
  failure jsonb,
  primary key (workspace_id, business_account_id)
);
`
