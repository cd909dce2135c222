import { type Kysely, sql } from 'kysely'

/**
 * The spine: tenants, accounts, people, conversations, messages with their receipts, the raw inbox, events, audit, keys.
 * First migration: there is no older process to break.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(ddl).execute(db)
}

const ddl = /* sql */ `
create extension if not exists pg_trgm;

create table workspaces (
  id uuid primary key,
  name text not null,
  created_at timestamptz not null default now()
);

create table accounts (
  id uuid primary key,
  workspace_id uuid not null references workspaces,
  transport text not null,
  -- the transport's own name of the number: phone_number_id on the Cloud API
  external_id text not null,
  business_account_id text,
  display_phone_number text,
  name text,
  is_default boolean not null default false,
  -- true while nobody configured it: it was seen in a webhook
  discovered boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (transport, external_id)
);
create unique index accounts_one_default on accounts (workspace_id) where is_default;
create index accounts_business_account on accounts (business_account_id);

create table contacts (
  id uuid primary key,
  workspace_id uuid not null references workspaces,
  -- last writer wins by (…_at, value), so that order of arrival does not matter
  profile_name text,
  profile_name_at timestamptz,
  address_book_name text,
  address_book_name_at timestamptz,
  username text,
  username_at timestamptz,
  country_code text,
  country_code_at timestamptz,
  -- names and username, normalised for search by search/normalise-text.ts
  search_text text,
  first_seen_at timestamptz,
  last_seen_at timestamptz,
  -- set when this contact turned out to be another one; history lives there
  merged_into uuid references contacts,
  erased_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
) with (fillfactor = 85);
-- not by last_seen_at: it changes with every message, and an update of an indexed column is never a cheap one
create index contacts_workspace on contacts (workspace_id, id desc) where merged_into is null;
create index contacts_search on contacts using gin (search_text gin_trgm_ops);
create index contacts_merged_into on contacts (merged_into) where merged_into is not null;

create table identities (
  workspace_id uuid not null references workspaces,
  kind text not null,
  value text not null,
  contact_id uuid not null references contacts,
  first_seen_at timestamptz not null,
  primary key (workspace_id, kind, value)
);
create index identities_contact on identities (contact_id);
create index identities_value on identities using gin (value gin_trgm_ops);

create table contact_merges (
  id uuid primary key,
  workspace_id uuid not null references workspaces,
  survivor_id uuid not null references contacts,
  merged_id uuid not null references contacts,
  -- the identities that proved it
  reason jsonb not null,
  merged_at timestamptz not null default now(),
  undone_at timestamptz
);
create index contact_merges_survivor on contact_merges (survivor_id);

-- every row that a merge moved, so that it can be undone
create table contact_merge_moves (
  merge_id uuid not null references contact_merges on delete cascade,
  table_name text not null,
  row_key text not null,
  previous jsonb not null,
  primary key (merge_id, table_name, row_key)
);

-- marketing and other choices of a person, last one wins by (at, value)
create table contact_preferences (
  contact_id uuid not null references contacts,
  workspace_id uuid not null references workspaces,
  category text not null,
  value text not null,
  detail text,
  at timestamptz not null,
  primary key (contact_id, category)
);

create table conversations (
  id uuid primary key,
  workspace_id uuid not null references workspaces,
  account_id uuid not null references accounts,
  kind text not null check (kind in ('direct', 'group')),
  contact_id uuid references contacts,
  group_id text,
  subject text,
  subject_at timestamptz,
  -- only ever grow
  last_message_at timestamptz,
  last_inbound_at timestamptz,
  merged_into uuid references conversations,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((kind = 'direct') = (contact_id is not null)),
  check ((kind = 'group') = (group_id is not null))
) with (fillfactor = 80);
create unique index conversations_direct on conversations (account_id, contact_id) where kind = 'direct' and merged_into is null;
create unique index conversations_group on conversations (account_id, group_id) where kind = 'group';
create index conversations_contact on conversations (contact_id);
-- without nulls, so that a page's end is one comparison: see store/queries/list-conversations.ts
create index conversations_recent on conversations
  (workspace_id, coalesce(last_message_at, timestamptz '1970-01-01 00:00:00+00') desc, id desc) where merged_into is null;

create table group_participants (
  conversation_id uuid not null references conversations,
  contact_id uuid not null references contacts,
  workspace_id uuid not null references workspaces,
  -- the later of the two decides whether they are in
  joined_at timestamptz,
  left_at timestamptz,
  primary key (conversation_id, contact_id)
);

create table messages (
  id uuid primary key,
  workspace_id uuid not null,
  account_id uuid not null,
  conversation_id uuid not null,
  -- the customer: author of an inbound message, counterpart of an outbound one; null for our own in a group
  contact_id uuid,
  wamid text not null,
  direction text not null check (direction in ('inbound', 'outbound')),
  type text not null,
  -- as first sent; a later edit stands in edited_content
  content jsonb not null,
  context jsonb,
  quoted_wamid text,
  -- what a person reads of the current content: text, caption, filename, title …; null where there is none
  text text,
  -- text and everything else that can be searched, normalised by search/normalise-text.ts
  search_text text,
  search_vector tsvector generated always as (to_tsvector('simple', search_text)) stored,
  sent_at timestamptz not null,
  -- which reading the content came from: see sourceRanks; the higher (source_rank, fingerprint) wins
  source text not null,
  source_rank smallint not null,
  fingerprint text not null,
  -- head of the receipts; statuses keeps the history
  status text,
  status_rank smallint not null default 0,
  status_at timestamptz,
  errors jsonb,
  edited_content jsonb,
  edited_at timestamptz,
  edit_wamid text,
  revoked_at timestamptz,
  inbox_seq bigint,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (account_id, wamid)
) with (fillfactor = 80);
create index messages_conversation on messages (conversation_id, sent_at desc, id desc);
create index messages_workspace on messages (workspace_id, sent_at desc, id desc);
create index messages_contact on messages (contact_id, sent_at desc, id desc);
-- not partial: no query would have to repeat the condition, and the planner would silently read the whole table instead
create index messages_search_vector on messages using gin (search_vector);

-- The letters of a word in threes, and the word with each of its letters left out. Not pg_trgm: under the C locale it sees
-- ASCII letters only, and a search must not depend on the locale of the database.
create function letter_trigrams(word text) returns text[] language sql immutable strict parallel safe as $$
  select coalesce(array_agg(distinct substr(word, place, 3)), '{}') from generate_series(1, length(word) - 2) place
$$;
create function with_a_letter_less(word text) returns text[] language sql immutable strict parallel safe as $$
  select coalesce(array_agg(distinct left(word, place - 1) || substr(word, place + 1)), '{}') || word
  from generate_series(1, length(word)) place
$$;

-- The words that occur: a part of a word and a typo find their neighbours here, so messages need no trigram index (which
-- would be larger than they are). See search/widen-words.ts.
create table search_words (
  workspace_id uuid not null,
  word text not null,
  primary key (workspace_id, word)
);
create index search_words_parts on search_words using gin (letter_trigrams(word));
create index search_words_spellings on search_words using gin (with_a_letter_less(word));

create table statuses (
  message_id uuid not null,
  status text not null,
  -- contact id in a group, '' in a direct conversation
  recipient text not null default '',
  workspace_id uuid not null,
  -- the earliest sighting wins by (at, fingerprint)
  at timestamptz not null,
  fingerprint text not null,
  errors jsonb,
  pricing jsonb,
  conversation jsonb,
  callback_data text,
  inbox_seq bigint,
  primary key (message_id, status, recipient)
);
create index statuses_recipient on statuses (recipient) where recipient <> '';

create table reactions (
  account_id uuid not null,
  target_wamid text not null,
  wamid text not null,
  workspace_id uuid not null,
  conversation_id uuid not null,
  contact_id uuid,
  direction text not null,
  -- null: taken back. The latest by (at, wamid) of one person on one message counts
  emoji text,
  at timestamptz not null,
  -- of two readings of one wamid the higher (at, fingerprint) wins
  fingerprint text not null default '',
  inbox_seq bigint,
  -- by target first: readers and heads look them up by what they are about
  primary key (account_id, target_wamid, wamid)
);
create index reactions_conversation on reactions (conversation_id);
create index reactions_contact on reactions (contact_id);

create table revisions (
  account_id uuid not null,
  target_wamid text not null,
  wamid text not null,
  workspace_id uuid not null,
  conversation_id uuid not null,
  contact_id uuid,
  revision text not null check (revision in ('edit', 'revoke')),
  content jsonb,
  at timestamptz not null,
  -- of two readings of one wamid the higher (at, fingerprint) wins
  fingerprint text not null default '',
  inbox_seq bigint,
  -- by target first: readers and heads look them up by what they are about
  primary key (account_id, target_wamid, wamid)
);
create index revisions_conversation on revisions (conversation_id);
create index revisions_contact on revisions (contact_id);

create table media (
  id uuid primary key,
  workspace_id uuid not null,
  account_id uuid not null,
  message_id uuid not null,
  position smallint not null default 0,
  kind text not null,
  provider_media_id text,
  mime_type text,
  sha256 text,
  size_bytes bigint,
  filename text,
  state text not null default 'pending',
  created_at timestamptz not null default now(),
  unique (message_id, position)
);

create table calls (
  id uuid primary key,
  workspace_id uuid not null,
  account_id uuid not null,
  conversation_id uuid,
  contact_id uuid,
  provider_call_id text not null,
  direction text,
  -- head of call_events
  state text not null,
  state_rank smallint not null,
  outcome text,
  started_at timestamptz,
  ended_at timestamptz,
  duration_seconds integer,
  first_event_at timestamptz not null,
  last_event_at timestamptz not null,
  errors jsonb,
  callback_data text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (account_id, provider_call_id)
);
create index calls_recent on calls (workspace_id, first_event_at desc, id desc);
create index calls_conversation on calls (conversation_id, first_event_at desc);
create index calls_contact on calls (contact_id);

create table call_events (
  call_id uuid not null references calls,
  event text not null,
  fingerprint text not null,
  workspace_id uuid not null,
  at timestamptz not null,
  detail jsonb,
  inbox_seq bigint,
  primary key (call_id, event, fingerprint)
);

-- what Meta says of accounts, numbers, templates, and whatever we have no better place for
create table account_facts (
  id uuid primary key,
  workspace_id uuid not null,
  account_id uuid,
  business_account_id text,
  field text not null,
  subject text,
  known boolean not null,
  reason text,
  value jsonb not null,
  at timestamptz not null,
  -- hash of field, account, time and value: a redelivery is the same fact
  fingerprint text not null,
  inbox_seq bigint,
  created_at timestamptz not null default now(),
  unique (workspace_id, fingerprint)
);
-- what an older version did not understand, found again when its body is read by a newer one
create index account_facts_unknown on account_facts (inbox_seq) where not known;
create index account_facts_latest on account_facts (workspace_id, field, subject, at desc);

-- Raw bodies, a log. The sequence is drawn only after the transaction has its id, see store/log/read-settled.ts.
create sequence inbox_seq;
create table inbox (
  seq bigint not null,
  received_at timestamptz not null,
  transport text not null,
  -- hash of the sender's account, so that projectors can share the work without meeting
  shard smallint not null,
  body_sha256 bytea not null,
  body bytea not null,
  redacted_at timestamptz
) partition by range (received_at);
create index inbox_shard_seq on inbox (shard, seq);

-- how far each shard is projected; holding the row's lock is holding the shard
create table inbox_cursors (
  shard smallint primary key,
  seq bigint not null default 0,
  received_at timestamptz not null default '-infinity',
  projected_at timestamptz
);

-- bodies that could not be projected, each with its reason
create table inbox_parked (
  seq bigint primary key,
  shard smallint not null,
  received_at timestamptz not null,
  reason text not null,
  detail text,
  attempts integer not null default 1,
  parked_at timestamptz not null default now(),
  last_attempt_at timestamptz not null default now()
);

create sequence events_seq;
create table events (
  seq bigint not null,
  recorded_at timestamptz not null,
  workspace_id uuid not null,
  type text not null,
  occurred_at timestamptz not null,
  account_id uuid,
  contact_id uuid,
  conversation_id uuid,
  message_id uuid,
  -- no message text here: readers join it, so that erasure has one place to look
  data jsonb not null
) partition by range (recorded_at);
create index events_seq_index on events (seq);

create table audit (
  id uuid primary key,
  workspace_id uuid,
  at timestamptz not null default now(),
  -- who: kind is key, admin_api, system, cli, anonymous
  actor_kind text not null,
  actor text not null,
  interface text not null,
  action text not null,
  -- route or tool
  target text not null,
  subject text,
  arguments jsonb,
  outcome text not null,
  status integer,
  address text,
  request_id text
);
create index audit_recent on audit (workspace_id, at desc, id desc);

create table api_keys (
  id uuid primary key,
  workspace_id uuid not null references workspaces,
  name text not null,
  -- first characters, to recognise a key by; the key itself is not kept
  prefix text not null,
  sha256 bytea not null unique,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);

-- that a person was erased, without saying who
create table erasures (
  id uuid primary key,
  workspace_id uuid not null references workspaces,
  contact_id uuid not null,
  requested_by text not null,
  erased_at timestamptz not null default now(),
  counts jsonb not null
);
`
