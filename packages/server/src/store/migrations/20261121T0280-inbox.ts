import { type Kysely, sql } from 'kysely'

/**
 * What the team does with conversations: who answers, what is done with, labels, notes, who has seen what. An older process goes on
 * as before.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(state).execute(db)
  await sql.raw(labels).execute(db)
  await sql.raw(team).execute(db)
  await sql.raw(names).execute(db)
  await sql.raw(walls).execute(db)
}

/**
 * A status is set together with what the customer had written by then: a newer message opens the conversation again, by comparison and
 * not by a change, so projection knows nothing of it and still commutes. See queries/conversation-status.ts.
 */
const state = /* sql */ `
alter table conversations
  add column assignee_id text,
  add column set_status text check (set_status in ('snoozed', 'resolved')),
  add column snoozed_until timestamptz,
  -- last_inbound_at when the status was set
  add column status_inbound_at timestamptz,
  add constraint conversations_snoozed check ((set_status is not distinct from 'snoozed') = (snoozed_until is not null)),
  -- Who is no member any more answers nothing.
  add constraint conversations_assignee_fkey foreign key (workspace_id, assignee_id) references members (workspace_id, user_id)
    on delete set null (assignee_id);
create index conversations_assignee on conversations
  (workspace_id, assignee_id, coalesce(last_message_at, timestamptz '1970-01-01 00:00:00+00') desc, id desc)
  where assignee_id is not null and merged_into is null;
`

const labels = /* sql */ `
create table labels (
  id uuid primary key,
  workspace_id uuid not null references workspaces,
  name text not null,
  colour text not null,
  created_at timestamptz not null default now()
);
create unique index labels_name on labels (workspace_id, lower(name));

create table conversation_labels (
  conversation_id uuid not null references conversations on delete cascade,
  label_id uuid not null references labels on delete cascade,
  workspace_id uuid not null references workspaces,
  primary key (conversation_id, label_id)
);
create index conversation_labels_label on conversation_labels (label_id, conversation_id);

-- Where two people turn out to be one, what the team said of either conversation holds for the one that lives on.
create function keep_team_state_of_merged() returns trigger language plpgsql as $$
begin
  insert into conversation_labels (conversation_id, label_id, workspace_id)
    select new.merged_into, label_id, workspace_id from conversation_labels where conversation_id = new.id
    on conflict do nothing;
  if new.assignee_id is not null then
    update conversations set assignee_id = new.assignee_id where id = new.merged_into and assignee_id is null;
  end if;
  -- What nobody was done with stays open.
  if new.set_status is null and new.last_inbound_at is not null then
    update conversations set set_status = null, snoozed_until = null, status_inbound_at = null
    where id = new.merged_into and set_status is not null;
  end if;
  return null;
end $$;
create trigger conversations_merged after update of merged_into on conversations for each row
  when (new.merged_into is not null and old.merged_into is distinct from new.merged_into)
  execute function keep_team_state_of_merged();
`

const team = /* sql */ `
-- Up to which message somebody has read. Of a member who left it stays, and holds again where they come back.
create table conversation_reads (
  workspace_id uuid not null references workspaces,
  user_id text not null,
  conversation_id uuid not null references conversations on delete cascade,
  seen_at timestamptz not null,
  seen_id uuid not null,
  primary key (workspace_id, user_id, conversation_id)
);
create index conversation_reads_conversation on conversation_reads (conversation_id);

create table conversation_notes (
  id uuid primary key,
  workspace_id uuid not null references workspaces,
  conversation_id uuid not null references conversations on delete cascade,
  author_kind text not null,
  author_id text not null,
  author_name text not null,
  text text not null,
  created_at timestamptz not null default now(),
  edited_at timestamptz
);
create index conversation_notes_conversation on conversation_notes (conversation_id, id);

-- Who assigned, resolved, labelled, and when. Of the conversation, and gone with it: events are kept for a while only.
create table conversation_changes (
  id uuid primary key,
  workspace_id uuid not null references workspaces,
  conversation_id uuid not null references conversations on delete cascade,
  at timestamptz not null default now(),
  by_kind text not null,
  by_id text not null,
  by_name text not null,
  change jsonb not null
);
create index conversation_changes_conversation on conversation_changes (conversation_id, id);

create table canned_replies (
  id uuid primary key,
  workspace_id uuid not null references workspaces,
  short_code text not null,
  text text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index canned_replies_code on canned_replies (workspace_id, short_code);

-- Who looks at a conversation at this moment. Worth nothing after a crash, so it costs no log.
create unlogged table conversation_presence (
  conversation_id uuid not null references conversations on delete cascade,
  user_id text not null,
  workspace_id uuid not null references workspaces,
  name text not null,
  state text not null,
  expires_at timestamptz not null,
  primary key (conversation_id, user_id)
);
create index conversation_presence_expired on conversation_presence (workspace_id, expires_at);
`

/** As of row-security: the owner's functions look for the workspace themselves. Names, and nothing else of who is a member. */
const names = /* sql */ `
create function member_names(workspace uuid) returns table (user_id text, name text, joined_at timestamptz)
language sql stable security definer rows 20 set search_path = pg_catalog, public, pg_temp as $$
  select m.user_id, coalesce(nullif(u.name, ''), u.email), m.created_at
  from public.members m join auth."user" u on u.id = m.user_id where m.workspace_id = public.searched_workspace(workspace)
$$;
revoke execute on function member_names(uuid) from public;
grant execute on function member_names(uuid) to switchboard_app;
`

const ofConversation = 'exists (select from conversations v where v.id = conversation_id)'

const walls = /* sql */ `
do $$ declare name text; begin
  foreach name in array array['labels', 'conversation_labels', 'conversation_reads', 'conversation_notes', 'conversation_changes',
    'canned_replies', 'conversation_presence']
  loop perform protect_table(name); end loop;
  foreach name in array array['conversation_labels', 'conversation_reads', 'conversation_notes', 'conversation_changes', 'conversation_presence']
  loop perform narrow_table(name, '${ofConversation}'); end loop;
end $$;
`
