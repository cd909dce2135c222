import { type Kysely, sql } from 'kysely'
import { ensureRoles } from '../row-security/ensure-roles.ts'

/**
 * The second wall: what interfaces ask is asked as `switchboard_app`, which sees the rows of one workspace and no others, or as
 * `switchboard_narrow`, which sees of those only what a credential reaches. The connection's own user, who owns the tables, is not
 * held. An older process goes on as before.
 *
 * A later migration that makes a table with a workspace_id says `select protect_table('its_name')`.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await ensureRoles(db)
  await sql.raw(functions).execute(db)
  await sql.raw(walls).execute(db)
  await sql.raw(reach).execute(db)
  await sql.raw(search).execute(db)
}

const functions = /* sql */ `
-- Null where nothing was set; after a transaction that set it locally it is ''.
create function current_workspace() returns uuid language sql stable parallel safe as $$
  select nullif(current_setting('switchboard.workspace_id', true), '')::uuid
$$;
-- Null: all.
create function reached_accounts() returns uuid[] language sql stable parallel safe as $$
  select nullif(current_setting('switchboard.accounts', true), '')::uuid[]
$$;
create function reached_contacts() returns uuid[] language sql stable parallel safe as $$
  select nullif(current_setting('switchboard.contacts', true), '')::uuid[]
$$;

create function protect_table(name text, privileges text default 'select, insert, update, delete', rule text default null)
returns void language plpgsql as $$
begin
  execute format('alter table %I enable row level security', name);
  -- As a sub-select it is computed once a query.
  execute format('create policy workspace on %I to switchboard_app using (%s)', name,
    coalesce(rule, 'workspace_id = (select current_workspace())'));
  if privileges <> '' then execute format('grant %s on %I to switchboard_app', privileges, name); end if;
end $$;
revoke execute on function protect_table from public;

create function narrow_table(name text, rule text) returns void language plpgsql as $$
begin
  execute format('create policy reach on %I as restrictive to switchboard_narrow using (%s)', name, rule);
end $$;
revoke execute on function narrow_table from public;
grant usage on schema public to switchboard_app;
`

const walls = /* sql */ `
do $$ declare name text; begin
  foreach name in array array[
    'accounts', 'contacts', 'identities', 'contact_merges', 'contact_preferences', 'conversations', 'group_participants',
    'messages', 'search_words', 'statuses', 'reactions', 'revisions', 'media', 'calls', 'call_events', 'account_facts', 'events',
    'api_keys', 'outbox', 'approvals', 'templates', 'template_syncs', 'broadcasts', 'message_costs', 'approval_questions',
    'webhook_endpoints', 'webhook_deliveries', 'send_counts', 'send_pace']
  loop perform protect_table(name); end loop;
end $$;
select protect_table('workspaces', 'select, update', 'id = (select current_workspace())');
-- Written by the audit writer, which is not a caller.
select protect_table('audit', 'select');
select protect_table('erasures', 'select');
-- Of a workspace by what they belong to.
select protect_table('send_pair_pace', rule => 'exists (select from conversations v where v.id = conversation_id)');
select protect_table('broadcast_recipients', rule => 'exists (select from broadcasts b where b.id = broadcast_id)');
select protect_table('contact_merge_moves', 'select', 'exists (select from contact_merges g where g.id = merge_id)');
select protect_table('media_uploads', 'select', 'exists (select from accounts a where a.id = account_id)');
-- Who is who is asked on the system's connection, before anybody is let in.
select protect_table('members', '');
select protect_table('one_time_links', '');
-- Shared by all workspaces, for one file is kept once: seen through the files that refer to it.
select protect_table('blobs', 'select', 'exists (select from media f where f.blob_sha256 = blobs.sha256)');
grant usage, select on sequence events_seq to switchboard_app;
-- What nobody may read for somebody: no grant, and no policy if one is ever given.
do $$ declare name text; begin
  foreach name in array array['inbox', 'inbox_parked', 'inbox_cursors', 'audit_chains', 'loose_blobs', 'unreferenced_blobs', 'failed_sign_ins']
  loop execute format('alter table %I enable row level security', name); end loop;
end $$;
`

const account = '((select reached_accounts()) is null or account_id = any ((select reached_accounts())::uuid[]))'
const contact = '((select reached_contacts()) is null or contact_id = any ((select reached_contacts())::uuid[]))'
/** Asked only where contacts are named: a group has no contact, so whoever reaches some contacts reaches no group. */
const conversation =
  '((select reached_contacts()) is null or exists (select from conversations v where v.id = conversation_id))'
const wholeOnly = '(select reached_accounts()) is null and (select reached_contacts()) is null'

const reach = /* sql */ `
select narrow_table('accounts', '${account.replace('account_id =', 'id =')}');
select narrow_table('conversations', '${account} and ${contact}');
select narrow_table('messages', '${account} and ${conversation}');
-- Of whom nothing is on an account that is reached, nothing is seen.
select narrow_table('contacts', '${contact.replace('contact_id =', 'id =')} and ((select reached_accounts()) is null
  or exists (select from conversations v where v.contact_id = contacts.id)
  or exists (select from messages m where m.contact_id = contacts.id))');
select narrow_table('identities', 'exists (select from contacts c where c.id = contact_id)');
select narrow_table('contact_preferences', 'exists (select from contacts c where c.id = contact_id)');
select narrow_table('contact_merges', 'exists (select from contacts c where c.id = survivor_id)');
select narrow_table('group_participants', 'exists (select from conversations v where v.id = conversation_id)');
select narrow_table('statuses', 'exists (select from messages m where m.id = message_id)');
select narrow_table('reactions', '${account} and ${conversation}');
select narrow_table('revisions', '${account} and ${conversation}');
select narrow_table('media', 'message_id is null or exists (select from messages m where m.id = message_id)');
select narrow_table('calls', '${account} and ${contact}');
select narrow_table('call_events', 'exists (select from calls c where c.id = call_id)');
select narrow_table('account_facts', '${account}');
select narrow_table('events', '${account} and ${contact}');
select narrow_table('outbox', '${account} and ${conversation}');
select narrow_table('approvals', 'exists (select from outbox o where o.id = outbox_id)');
select narrow_table('broadcasts', '${account} and (select reached_contacts()) is null');
select narrow_table('message_costs', '${account} and (select reached_contacts()) is null');
select narrow_table('send_pace', '${account}');
-- They tell of everybody, so to whoever reaches some they tell nothing.
select narrow_table('search_words', '${wholeOnly}');
select narrow_table('audit', '${wholeOnly}');
select narrow_table('erasures', '${wholeOnly}');
select narrow_table('webhook_endpoints', '${wholeOnly}');
select narrow_table('webhook_deliveries', '${wholeOnly}');
`

/**
 * Under row security an index serves only operators that cannot tell of rows by an error (leakproof), and those of text search,
 * trigrams and LIKE are not. So ids are found by functions of the owner's, which look for the workspace and the reach themselves.
 */
const search = /* sql */ `
-- The workspace that the connection is in, whatever was asked for; what was asked for only where it is the owner's.
create function searched_workspace(asked uuid) returns uuid language sql stable as $$
  select case when current_setting('role') in ('switchboard_app', 'switchboard_narrow')
    then current_workspace() else asked end
$$;

create function search_estimate(query text) returns json language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare plan json;
begin
  execute format('explain (format json) select from public.messages m where m.search_vector @@ %L::tsquery union all select from public.messages', query)
    into plan;
  return plan;
end $$;

create function search_hits(workspace uuid, query text)
returns table (id uuid, workspace_id uuid, account_id uuid, conversation_id uuid, contact_id uuid, wamid text, type text,
  direction text, sent_at timestamptz)
language plpgsql stable security definer rows 200 set search_path = pg_catalog, public, pg_temp as $$
declare accounts uuid[] := reached_accounts(); contacts uuid[] := reached_contacts();
begin
  return query execute
    'select m.id, m.workspace_id, m.account_id, m.conversation_id, m.contact_id, m.wamid, m.type, m.direction, m.sent_at
     from public.messages m where m.search_vector @@ $2::tsquery and m.workspace_id = $1 and m.workspace_id = $3'
    || case when accounts is null then '' else ' and m.account_id = any ($4)' end
    || case when contacts is null then '' else ' and exists (select from public.conversations v
         where v.id = m.conversation_id and v.contact_id = any ($5))' end
    using searched_workspace(workspace), query, workspace, accounts, contacts;
end $$;

create function search_longer_words(workspace uuid, part text, pattern text, most integer) returns setof text
language plpgsql stable security definer rows 20 set search_path = pg_catalog, public, pg_temp as $$
begin
  if not (${wholeOnly}) then return; end if;
  return query execute
    'select word from public.search_words where letter_trigrams(word) @> letter_trigrams($2) and workspace_id = $1
       and workspace_id = $5 and word like $3 order by length(word), word limit $4'
    using searched_workspace(workspace), part, pattern, most, workspace;
end $$;

create function search_near_words(workspace uuid, shorter text[]) returns setof text
language plpgsql stable security definer rows 20 set search_path = pg_catalog, public, pg_temp as $$
begin
  if not (${wholeOnly}) then return; end if;
  return query execute
    'select word from public.search_words where with_a_letter_less(word) && $2 and workspace_id = $1 and workspace_id = $3'
    using searched_workspace(workspace), shorter, workspace;
end $$;

-- Who is hidden by reach is left out where the ids are read.
create function search_people(workspace uuid, words text[], spellings text[], digits text) returns setof uuid
language plpgsql stable security definer rows 50 set search_path = pg_catalog, public, pg_temp as $$
begin
  return query execute
    'select contact_id from public.identities where workspace_id = $1 and workspace_id = $5 and value = any ($3)'
    || case when digits is null then '' else ' union select contact_id from public.identities
         where workspace_id = $1 and workspace_id = $5 and kind in (''phone'', ''wa_id'') and value like ''%'' || $4 || ''%''' end
    || case when cardinality(words) = 0 then '' else ' union select id from public.contacts where workspace_id = $1 and workspace_id = $5 and '
         || (select string_agg(format('search_text like %L', '%' || word || '%'), ' and ') from unnest(words) word) end
    using searched_workspace(workspace), words, spellings, digits, workspace;
end $$;

create function search_similar_people(workspace uuid, name text, enough real) returns table (id uuid, similarity real)
language plpgsql stable security definer rows 50 set search_path = pg_catalog, public, pg_temp as $$
begin
  return query execute
    'select c.id, word_similarity($2, c.search_text) from public.contacts c where c.workspace_id = $1 and c.workspace_id = $4
       and c.merged_into is null and $2 <% c.search_text and word_similarity($2, c.search_text) >= $3'
    using searched_workspace(workspace), name, enough, workspace;
end $$;

do $$ declare name text; begin
  foreach name in array array['search_estimate(text)', 'search_hits(uuid, text)', 'search_longer_words(uuid, text, text, integer)',
    'search_near_words(uuid, text[])', 'search_people(uuid, text[], text[], text)', 'search_similar_people(uuid, text, real)']
  loop
    execute format('revoke execute on function %s from public', name);
    execute format('grant execute on function %s to switchboard_app', name);
  end loop;
end $$;
`
