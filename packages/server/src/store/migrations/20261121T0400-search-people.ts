import { type Kysely, sql } from 'kysely'

/**
 * Looking for people is planned once for each kind of input instead of at every call: an identity, a part of a number, parts of
 * names. Only where no word has three letters, so that no index on three letters helps, does the plan follow what was typed.
 * As before it finds in the connection's workspace alone, and only if that was asked for. An older process goes on as before.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(searchPeople).execute(db)
}

const searchPeople = /* sql */ `
create or replace function search_people(workspace uuid, words text[], spellings text[], digits text) returns setof uuid
language plpgsql stable security definer rows 50
set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  searched uuid := searched_workspace(workspace);
  -- Two are asked of the index, which takes what both leave; a word of its own and a second time costs nothing.
  longest text[] := array(select word from unnest(words) word order by length(word) desc limit 2);
  patterns text[] := array(select '%' || word || '%' from unnest(words) word);
begin
  if searched is distinct from workspace then return; end if;
  return query select i.contact_id from public.identities i where i.workspace_id = searched and i.value = any (spellings);
  if digits is not null then
    return query select i.contact_id from public.identities i
      where i.workspace_id = searched and i.kind in ('phone', 'wa_id') and i.value like '%' || digits || '%';
  end if;
  if length(longest[1]) >= 3 then
    return query select c.id from public.contacts c
      where c.workspace_id = searched and c.search_text like '%' || longest[1] || '%'
        and c.search_text like '%' || coalesce(longest[2], longest[1]) || '%' and c.search_text like all (patterns);
  elsif cardinality(words) > 0 then
    return query execute 'select id from public.contacts where workspace_id = $1 and '
      || (select string_agg(format('search_text like %L', pattern), ' and ') from unnest(patterns) pattern)
      using searched;
  end if;
end $$;
`
