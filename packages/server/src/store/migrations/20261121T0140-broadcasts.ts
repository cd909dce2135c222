import { type Kysely, sql } from 'kysely'

/** One message to many, each once. Additive: an older process goes on; it does not run broadcasts. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(ddl).execute(db)
}

const ddl = /* sql */ `
create table broadcasts (
  id uuid primary key,
  workspace_id uuid not null references workspaces,
  account_id uuid not null references accounts,
  name text not null,
  state text not null check (state in
    ('draft', 'checking', 'awaiting_approval', 'scheduled', 'running', 'paused', 'finished', 'cancelled', 'failed')),
  -- what is sent; its texts may hold Liquid, filled with each recipient's variables
  content jsonb not null,
  -- messages a second; null: as fast as the number may send
  per_second real check (per_second > 0),
  start_at timestamptz,
  created_by jsonb not null,
  -- who started it and what was stated for their sends, which is what the gate is asked with
  started_by jsonb,
  decided_by text,
  idempotency_key text,
  request_fingerprint text not null,
  -- the position after the last recipient that is there: rows from here on belong to an upload that is not whole yet
  next_position bigint not null default 1,
  upload_id uuid,
  -- an upload of which nothing was heard until then is over, and its rows go
  upload_expires_at timestamptz,
  -- up to where recipients were queued or refused, and up to where the last check looked
  queued_position bigint not null default 0,
  checked_position bigint not null default 0,
  -- {"code": n} of the last check; null: never checked, or recipients came since
  verdicts jsonb,
  checked_at timestamptz,
  -- recipients by state; together they are next_position - 1
  pending bigint not null default 0 check (pending >= 0),
  queued bigint not null default 0 check (queued >= 0),
  refused bigint not null default 0 check (refused >= 0),
  invalid bigint not null default 0 check (invalid >= 0),
  duplicate bigint not null default 0 check (duplicate >= 0),
  cancelled bigint not null default 0 check (cancelled >= 0),
  -- {"code": n} of those refused or invalid
  problems jsonb not null default '{}',
  -- {code, reason}: why it stands still or failed
  fault jsonb,
  attempts smallint not null default 0,
  -- with a pace: when the last one that was queued is due
  paced_until timestamptz,
  served_at timestamptz not null default '-infinity',
  look_at timestamptz not null default '-infinity',
  progress_at timestamptz,
  -- what became of what was queued, counted at that time
  deliveries jsonb,
  deliveries_at timestamptz,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  updated_at timestamptz not null default now(),
  check (pending + queued + refused + invalid + duplicate + cancelled = next_position - 1)
) with (fillfactor = 60);
create index broadcasts_recent on broadcasts (workspace_id, id desc);
create index broadcasts_active on broadcasts (look_at) where state in ('checking', 'scheduled', 'running');
create unique index broadcasts_idempotency on broadcasts (workspace_id, idempotency_key) where idempotency_key is not null;

create table broadcast_recipients (
  broadcast_id uuid not null references broadcasts on delete cascade,
  -- counted from 1 over all uploads
  position bigint not null,
  -- of the file that it came from
  line integer,
  -- as it was given
  recipient text,
  -- as it was read: "phone:+49…", "bsuid:…", "contact:…"
  target text,
  -- names a person once: the contact where one is known, else the target
  person text,
  -- of whom it was sent to
  contact_id uuid,
  variables jsonb,
  -- pending → queued | refused; from the start invalid (can not be read) or duplicate (of which nothing else is kept)
  state text not null check (state in ('pending', 'queued', 'refused', 'invalid', 'duplicate', 'cancelled')),
  code text,
  reason text,
  -- what the last check said of somebody who would be refused
  verdict text,
  verdict_reason text,
  duplicate_of bigint,
  send_id uuid,
  -- queued, and not yet seen to have left the outbox
  waiting boolean not null default false,
  primary key (broadcast_id, position)
) with (fillfactor = 80);
-- nobody gets two: by what was given …
create unique index broadcast_recipients_person on broadcast_recipients (broadcast_id, person) where person is not null;
-- … and by whom it went to
create unique index broadcast_recipients_contact on broadcast_recipients (broadcast_id, contact_id) where contact_id is not null;
create index broadcast_recipients_waiting on broadcast_recipients (broadcast_id) where waiting;
-- the few that somebody looks for
create index broadcast_recipients_problems on broadcast_recipients (broadcast_id, state, position)
  where state in ('refused', 'invalid', 'duplicate', 'cancelled');
create index broadcast_recipients_verdicts on broadcast_recipients (broadcast_id, position) where verdict is not null;
`
