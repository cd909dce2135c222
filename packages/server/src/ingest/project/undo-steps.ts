/** Statements that undo a merge. $1: the merge's id; $2: the survivor; $3: the contact that comes back. */

const moves = (table: string): string => /* sql */ `
select row_key, previous from contact_merge_moves where merge_id = $1::uuid and table_name = '${table}' and $3::uuid is not null`

const restore = (table: string, matches: string): string => /* sql */ `
update ${table} t set contact_id = (m.previous->>'contact_id')::uuid,
  conversation_id = (m.previous->>'conversation_id')::uuid
from (${moves(table)}) m where ${matches} and t.contact_id = $2::uuid`

const byKeys = `t.account_id = (m.row_key::jsonb->>0)::uuid and t.target_wamid = m.row_key::jsonb->>1 and t.wamid = m.row_key::jsonb->>2`

const identities = /* sql */ `
update identities t set contact_id = $3::uuid
from (${moves('identities')}) m
where t.kind = m.row_key::jsonb->>0 and t.value = m.row_key::jsonb->>1 and t.contact_id = $2::uuid`

const conversations = /* sql */ `
update conversations t set contact_id = (m.previous->>'contact_id')::uuid, merged_into = (m.previous->>'merged_into')::uuid,
  updated_at = now()
from (${moves('conversations')}) m
where t.id = m.row_key::uuid and (t.contact_id = $2::uuid or t.contact_id = $3::uuid)`

/** The newest message decides again. $1: conversations. */
export const conversationTimes = /* sql */ `
update conversations t set
  last_message_at = (select max(sent_at) from messages m where m.conversation_id = t.id and m.source_rank > 0),
  last_inbound_at =
    (select max(sent_at) from messages m where m.conversation_id = t.id and m.source_rank > 0 and m.direction = 'inbound')
where t.id = any ($1::uuid[])`

// Unless somebody changed them since.
const attributes = /* sql */ `
update contacts t set attributes = m.previous->'attributes'
from (${moves('contact_attributes')}) m, contacts theirs
where t.id = $2::uuid and theirs.id = $3::uuid and t.attributes = theirs.attributes || (m.previous->'attributes')`

// Rows that were folded into one: the survivor's goes back to what it was unless something newer stands there, the other's
// is put back.
const preferences = [
  /* sql */ `
delete from contact_preferences t using (${moves('contact_preferences')}) m
where t.contact_id = $2::uuid and t.category = m.previous->>'category' and t.at <= (m.previous->>'at')::timestamptz`,
  /* sql */ `
insert into contact_preferences select r.* from (${moves('contact_preferences')}) m,
  jsonb_populate_record(null::contact_preferences, m.previous) r where $2::uuid is not null
on conflict (contact_id, category) do nothing`,
]

const participants = [
  /* sql */ `
delete from group_participants t using (${moves('group_participants')}) m
where t.contact_id = $2::uuid and t.conversation_id = (m.previous->>'conversation_id')::uuid`,
  /* sql */ `
insert into group_participants select r.* from (${moves('group_participants')}) m,
  jsonb_populate_record(null::group_participants, m.previous) r where $2::uuid is not null
on conflict (conversation_id, contact_id) do nothing`,
]

const statuses = [
  /* sql */ `
delete from statuses t using (${moves('statuses')}) m
where t.recipient = $2::uuid::text and t.message_id = (m.previous->>'message_id')::uuid and t.status = m.previous->>'status'`,
  /* sql */ `
insert into statuses select r.* from (${moves('statuses')}) m,
  jsonb_populate_record(null::statuses, m.previous) r where $2::uuid is not null
on conflict (message_id, status, recipient) do nothing`,
]

export const undoSteps: readonly string[] = [
  identities,
  restore('messages', 't.id = m.row_key::uuid'),
  restore('reactions', byKeys),
  restore('revisions', byKeys),
  restore('calls', 't.id = m.row_key::uuid'),
  conversations,
  attributes,
  ...preferences,
  ...participants,
  ...statuses,
]
