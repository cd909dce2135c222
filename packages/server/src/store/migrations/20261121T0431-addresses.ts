import { type Kysely, sql } from 'kysely'

/**
 * An address that somebody takes is confirmed by a link to it. And by hashes of addresses that people had, and of who was removed, somebody
 * who was removed is known again where the domain of their address brings people in. Additive.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(links).execute(db)
  await sql.raw(formerAddresses).execute(db)
}

const links = /* sql */ `
alter table one_time_links drop constraint one_time_links_purpose_check;
alter table one_time_links add constraint one_time_links_purpose_check check (purpose in ('join', 'reset', 'sign-in', 'address'));
alter table one_time_links drop constraint one_time_links_check1;
alter table one_time_links add constraint one_time_links_check1 check ((purpose in ('reset', 'address')) = (user_id is not null));
`

const formerAddresses = /* sql */ `
create table former_addresses (
  user_id text not null references auth."user" on delete cascade,
  -- of the address in small letters
  sha256 bytea not null,
  primary key (user_id, sha256)
);
create index former_addresses_sha256 on former_addresses (sha256);
-- until they are a member again
create table removed_members (
  workspace_id uuid not null references workspaces,
  user_id text not null references auth."user" on delete cascade,
  removed_at timestamptz not null default now(),
  primary key (workspace_id, user_id)
);
create index removed_members_user on removed_members (user_id);
`
