import { type Kysely, sql } from 'kysely'

/**
 * Sending: the outbox, its pace, approvals, and what the policy gate has to know of accounts, people and conversations.
 * Additive: an older process goes on receiving; it does not send.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(ddl).execute(db)
}

const ddl = /* sql */ `
alter table workspaces
  -- only these may be written to: phones in E.164, wa_ids, BSUIDs; null: everybody
  add column send_allowlist text[],
  -- {"stop": […], "start": […]} beside those that every workspace has
  add column opt_out_words jsonb;

alter table accounts
  add column state text not null default 'active' check (state in ('active', 'paused', 'disabled')),
  -- ISO 3166-1, where a phone in national format is from; null: that of display_phone_number
  add column default_region text check (default_region ~ '^[A-Z]{2}$'),
  add column coexistence boolean not null default false,
  -- messages a second; null: 80, with coexistence 20
  add column send_rate real check (send_rate > 0),
  -- to one person: so many at once, then one in so many seconds
  add column pair_burst smallint not null default 10 check (pair_burst > 0),
  add column pair_seconds real not null default 6 check (pair_seconds >= 0);

alter table contacts
  -- each only grows; the later one counts, so the order of arrival does not matter
  add column opted_out_at timestamptz,
  add column opted_out_source text,
  add column opted_in_at timestamptz;

alter table conversations
  add column policy text check (policy in ('allow', 'approve', 'block'));

alter table api_keys
  -- what is done with what it sends; null: an assistant's sends wait for approval, others go
  add column send_policy text check (send_policy in ('allow', 'approve', 'block'));

create table outbox (
  -- the message's id too, where it is a message
  id uuid primary key,
  workspace_id uuid not null,
  account_id uuid not null references accounts,
  -- where it was queued; a later merge of contacts does not move it, so it is for order and pace, not for show
  conversation_id uuid not null references conversations on delete cascade,
  -- null for a reaction, which is no message. Erasing a person or letting go of old messages takes the send along
  message_id uuid references messages on delete cascade,
  state text not null check (state in ('held', 'queued', 'leased', 'accepted', 'failed', 'unknown', 'cancelled')),
  -- 0 reply, 1 notification, 2 bulk
  priority smallint not null,
  -- as wished by the caller; due_at: not before, which retries and pace move
  send_at timestamptz,
  due_at timestamptz not null,
  -- its media are at the provider, or it has none
  ready boolean not null default true,
  -- where it is sent to, as the transport needs it
  recipient jsonb not null,
  content jsonb not null,
  resolved jsonb,
  quoted_wamid text,
  idempotency_key text,
  -- of what was asked for, so that a key can't stand for two requests
  request_fingerprint text not null,
  -- the first part's id, where a long text became several messages
  part_of uuid,
  part smallint not null default 0,
  requested_by jsonb not null,
  lease_id uuid,
  lease_expires_at timestamptz,
  slot_at timestamptz,
  -- since when it may have left us; stays after the outcome is known
  sending_since timestamptz,
  attempts smallint not null default 0,
  -- of them those that were refused for being too fast, which do not count as failures
  limited smallint not null default 0,
  wamid text,
  -- {code, providerCode, sentence, remedy} of the last failure
  error jsonb,
  settled_at timestamptz,
  settled_by text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
) with (fillfactor = 70);
create index outbox_due on outbox (account_id, priority, due_at, id) where state = 'queued' and ready;
create index outbox_conversation on outbox (conversation_id);
-- who is in front of whom
create index outbox_line on outbox (conversation_id, id) where state in ('queued', 'leased');
create index outbox_message on outbox (message_id);
create index outbox_part_of on outbox (part_of, part) where part_of is not null;
create unique index outbox_idempotency on outbox (workspace_id, idempotency_key) where idempotency_key is not null;
-- one at a time to one person, so that they arrive in the order in which they were written
create unique index outbox_in_flight on outbox (conversation_id) where state = 'leased';
create index outbox_leases on outbox (lease_expires_at) where state = 'leased';
create index outbox_unready on outbox (account_id, id) where state = 'queued' and not ready;
create index outbox_unknown on outbox (settled_at, id) where state = 'unknown';

-- one row an account: holding its lock is allotting the account's slots
create table send_pace (
  account_id uuid primary key references accounts on delete cascade,
  workspace_id uuid not null,
  -- messages a second now; null: whatever the account's limit is
  rate real,
  next_slot_at timestamptz not null default '-infinity',
  slowed_at timestamptz,
  raised_at timestamptz,
  served_at timestamptz not null default '-infinity',
  -- the dispatcher that sends for it at present; another one may take over after that time
  held_by uuid,
  held_until timestamptz not null default '-infinity'
) with (fillfactor = 50);

-- one row a conversation that was written to lately. free_at: when its burst is whole again
create table send_pair_pace (
  conversation_id uuid primary key references conversations on delete cascade,
  free_at timestamptz not null
) with (fillfactor = 70);
create index send_pair_pace_free on send_pair_pace (free_at);

create table approvals (
  id uuid primary key,
  workspace_id uuid not null,
  outbox_id uuid not null references outbox on delete cascade,
  state text not null check (state in ('pending', 'approved', 'rejected', 'expired')),
  -- of recipient and content as they were shown
  fingerprint text not null,
  -- why it has to be asked for
  reason text not null,
  requested_by jsonb not null,
  decided_by text,
  decided_at timestamptz,
  -- what the person who decided said
  note text,
  expires_at timestamptz not null,
  created_at timestamptz not null default now()
);
create unique index approvals_pending_once on approvals (outbox_id) where state = 'pending';
create index approvals_outbox on approvals (outbox_id);
create index approvals_recent on approvals (workspace_id, state, id desc);
create index approvals_expiry on approvals (expires_at) where state = 'pending';
`
