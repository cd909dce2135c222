import { type Kysely, sql } from 'kysely'

/** Webhooks that go out. Additive: an older process goes on; it sends none. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(ddl).execute(db)
}

const ddl = /* sql */ `
create table webhook_endpoints (
  id uuid primary key,
  workspace_id uuid not null references workspaces,
  url text not null,
  description text not null,
  -- types, or patterns: message.*, *
  event_types text[] not null,
  -- whether bodies hold the message that an event is about; only for who may read messages
  include_messages boolean not null,
  state text not null check (state in ('enabled', 'disabled')),
  disabled_reason text check (disabled_reason in ('asked', 'gone', 'failing')),
  disabled_by text,
  disabled_at timestamptz,
  -- sealed; the former one signs too until its time is over
  secret jsonb not null,
  former_secret jsonb,
  former_secret_until timestamptz,
  -- events up to this seq are deliveries or of no interest; it stands still while the endpoint is disabled or far behind
  cursor bigint not null,
  -- the first failure after the last success
  failing_since timestamptz,
  -- asked by its Retry-After to be left alone until then
  resume_at timestamptz not null default '-infinity',
  last_delivered_at timestamptz,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((state = 'disabled') = (disabled_reason is not null))
) with (fillfactor = 60);
create index webhook_endpoints_workspace on webhook_endpoints (workspace_id, id);

-- one for each event and endpoint that wants it; weekly partitions, which go after a month
create table webhook_deliveries (
  -- made of the event and the endpoint, so that it is the same however often it is made
  id uuid not null,
  -- whole milliseconds: it goes through a clock of that grain and comes back as a key
  created_at timestamptz not null,
  workspace_id uuid not null,
  endpoint_id uuid not null,
  event_seq bigint not null,
  event_recorded_at timestamptz not null,
  event_type text not null,
  -- whom it is about, for erasure
  contact_id uuid,
  state text not null check (state in ('pending', 'delivered', 'failed', 'cancelled')),
  -- of one that is pending; moved ahead while an attempt runs, so that a crash is an attempt that failed
  next_attempt_at timestamptz,
  lease_id uuid,
  attempts smallint not null default 0,
  -- [{at, milliseconds, status, code, sentence}], the newest 20
  attempt_log jsonb not null default '[]',
  -- the beginning of the last answer that was no success
  response_excerpt text,
  settled_at timestamptz,
  check ((state = 'pending') = (next_attempt_at is not null))
) partition by range (created_at);
create index webhook_deliveries_id on webhook_deliveries (id);
create index webhook_deliveries_due on webhook_deliveries (endpoint_id, next_attempt_at, event_seq) where state = 'pending';
create index webhook_deliveries_untried on webhook_deliveries (endpoint_id) where state = 'pending' and attempts = 0;
create index webhook_deliveries_log on webhook_deliveries (endpoint_id, event_seq desc);
create index webhook_deliveries_failed on webhook_deliveries (endpoint_id, event_seq desc) where state = 'failed';
create index webhook_deliveries_excerpts on webhook_deliveries (contact_id) where response_excerpt is not null;
`
