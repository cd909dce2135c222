import { type Kysely, sql } from 'kysely'

/**
 * Where files are and how far their download came. Additive: an older process goes on; what it inserts is fetched by newer ones.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(ddl).execute(db)
}

const ddl = /* sql */ `
-- bytes in the blob store, each content once. The key is random: it is never used again, so a file that is being deleted
-- cannot be one that is just being stored
create table blobs (
  -- lower case hex
  sha256 text primary key,
  key text not null unique,
  size_bytes bigint not null,
  -- as the bytes say, with parameters (audio/ogg; codecs=opus)
  mime_type text not null,
  created_at timestamptz not null default now()
);

-- keys under which the blob store may have bytes that no row of blobs names: being written (since: until when they are let
-- be), left by a process that died while it wrote, or let go of
create table loose_blobs (
  key text primary key,
  drop_at timestamptz not null
);
create index loose_blobs_due on loose_blobs (drop_at);

-- blobs that lost a reference and may have no other
create table unreferenced_blobs (
  sha256 text primary key
);

alter table media
  -- null: uploaded or fetched for sending, in no message yet
  alter column message_id drop not null,
  alter column account_id drop not null,
  -- mime_type, sha256 and size_bytes stay what the sender claims
  add column blob_sha256 text references blobs,
  -- next attempt; moved ahead while one runs, so that a crash is an attempt that failed
  add column due_at timestamptz not null default now(),
  add column lease_id uuid,
  add column attempts smallint not null default 0,
  -- {code, sentence} of the last attempt that failed
  add column failure jsonb,
  add column stored_at timestamptz,
  add constraint media_state check (state in ('pending', 'stored', 'failed', 'too_large', 'expired')),
  add constraint media_stored check ((state = 'stored') = (blob_sha256 is not null));
create index media_due on media (account_id, due_at) where state = 'pending';
create index media_blob on media (blob_sha256) where blob_sha256 is not null;
create index media_uploads_age on media (created_at) where message_id is null;

-- Whoever deletes media (erasure, retention, a message that turns out to have none) need not think of files.
create function note_unreferenced_blobs() returns trigger language plpgsql as $$
begin
  insert into unreferenced_blobs
  select distinct blob_sha256 from gone where blob_sha256 is not null on conflict do nothing;
  return null;
end $$;
create trigger media_deleted after delete on media referencing old table as gone
  for each statement execute function note_unreferenced_blobs();

-- what a provider has of our files, so that one file sent a thousand times is uploaded once
create table media_uploads (
  account_id uuid not null references accounts on delete cascade,
  blob_sha256 text not null references blobs on delete cascade,
  -- as it was uploaded; the provider shows both
  mime_type text not null,
  filename text not null,
  provider_media_id text not null,
  uploaded_at timestamptz not null default now(),
  primary key (account_id, blob_sha256, mime_type, filename)
);
create index media_uploads_blob on media_uploads (blob_sha256);
`
