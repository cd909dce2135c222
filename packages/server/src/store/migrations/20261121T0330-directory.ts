import { type Kysely, sql } from 'kysely'

/**
 * What people here write down about a contact, and merges that they make by hand. Additive: an older process merges without carrying
 * the own name and the attributes along, so let none run beside this one.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(ddl).execute(db)
}

const ddl = /* sql */ `
alter table contacts
  -- what the people of this workspace call them; last writer wins by (…_at, value), as with the other names
  add column custom_name text,
  add column custom_name_at timestamptz,
  -- name → text
  add column attributes jsonb not null default '{}';

alter table contact_merges
  -- kind:name of who joined and who took apart; null: their identities did
  add column merged_by text,
  add column undone_by text;
create index contact_merges_merged on contact_merges (merged_id);

-- So that a merge by hand runs in the scope of who makes it. What was noted stays as it is.
grant insert on contact_merge_moves to switchboard_app;
`
