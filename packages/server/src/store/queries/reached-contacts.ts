/**
 * Of a query in which `k` is an API key: the contacts that it reaches, null where it reaches all. Whoever was reached stays so after
 * two contacts turned out to be one person.
 */
export const reachedContacts = /* sql */ `
  case when k.contacts is not null then array(
    with recursive chain as (
      select unnest(k.contacts) as id
      union
      select c.merged_into from chain join contacts c on c.id = chain.id
      where c.merged_into is not null and c.workspace_id = k.workspace_id
    ) select id from chain) end`
