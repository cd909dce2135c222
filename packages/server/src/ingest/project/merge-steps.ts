/** One statement of a merge. $1: the merge's id; $2: the survivor; $3: the contact that goes. */
interface MergeStep {
  readonly name: string
  readonly text: string
}

const note = (table: string): string => /* sql */ `
insert into contact_merge_moves (merge_id, table_name, row_key, previous) select $1::uuid, '${table}',`

/**
 * Whom a row is about, where rows of both contacts can stand side by side: noted and repointed in one statement. Messages,
 * reactions, revisions and calls also follow their conversation, where the survivor had one of its own on that account.
 */
const repoint = (table: string, key: string): string => /* sql */ `
with moves as (
  select c.merged_into as target, c.id as source from conversations c
  join contact_merge_moves m on m.merge_id = $1::uuid and m.table_name = 'conversations' and m.row_key = c.id::text
  where c.merged_into is not null
), noted as (
  ${note(table)} ${key}, jsonb_build_object('contact_id', t.contact_id, 'conversation_id', t.conversation_id)
  from ${table} t where t.contact_id = $3::uuid
)
update ${table} t set contact_id = $2::uuid,
  conversation_id = coalesce((select target from moves where source = t.conversation_id), t.conversation_id)
where t.contact_id = $3::uuid`

const identities = /* sql */ `
with noted as (
  ${note('identities')} jsonb_build_array(kind, value)::text, jsonb_build_object('contact_id', contact_id)
  from identities where contact_id = $3::uuid
)
update identities set contact_id = $2::uuid where contact_id = $3::uuid`

// The survivor's conversation on the same account takes the other's in; where it has none it inherits it. Of two policies the
// stricter one stays, also when the merge is undone.
const conversations = /* sql */ `
with pairs as (
  select theirs.id as source, ours.id as target, theirs.last_message_at, theirs.last_inbound_at, theirs.policy
  from conversations theirs left join conversations ours
    on ours.account_id = theirs.account_id and ours.contact_id = $2::uuid and ours.kind = 'direct' and ours.merged_into is null
  where theirs.contact_id = $3::uuid and theirs.kind = 'direct' and theirs.merged_into is null
), noted as (
  ${note('conversations')} c.id::text, jsonb_build_object('contact_id', c.contact_id, 'merged_into', c.merged_into,
    'last_message_at', c.last_message_at, 'last_inbound_at', c.last_inbound_at)
  from conversations c where c.id in (select source from pairs) or c.id in (select target from pairs)
), grown as (
  update conversations c set last_message_at = greatest(c.last_message_at, p.last_message_at),
    last_inbound_at = greatest(c.last_inbound_at, p.last_inbound_at), updated_at = now(),
    policy = case when 'block' in (c.policy, p.policy) then 'block' when 'approve' in (c.policy, p.policy) then 'approve'
      when c.policy = p.policy then c.policy end
  from pairs p where c.id = p.target
)
update conversations c set merged_into = p.target, updated_at = now(),
  contact_id = case when p.target is null then $2::uuid else c.contact_id end
from pairs p where c.id = p.source`

// Both may have answered: the later answer counts, and the merged contact's row is put away in the notes.
const preferences = /* sql */ `
with theirs as (delete from contact_preferences where contact_id = $3::uuid returning *),
noted as (
  ${note('contact_preferences')} category || ' ' || contact_id, to_jsonb(theirs) from theirs
  union all
  select $1::uuid, 'contact_preferences', ours.category || ' ' || ours.contact_id, to_jsonb(ours)
  from contact_preferences ours join theirs using (category) where ours.contact_id = $2::uuid
)
insert into contact_preferences (contact_id, workspace_id, category, value, detail, at)
select $2::uuid, workspace_id, category, value, detail, at from theirs
on conflict (contact_id, category) do update set value = excluded.value, detail = excluded.detail, at = excluded.at
where (excluded.at, excluded.value collate "C", coalesce(excluded.detail, '') collate "C")
  > (contact_preferences.at, contact_preferences.value, coalesce(contact_preferences.detail, ''))`

const participants = /* sql */ `
with theirs as (delete from group_participants where contact_id = $3::uuid returning *),
noted as (
  ${note('group_participants')} conversation_id || ' ' || contact_id, to_jsonb(theirs) from theirs
  union all
  select $1::uuid, 'group_participants', ours.conversation_id || ' ' || ours.contact_id, to_jsonb(ours)
  from group_participants ours join theirs using (conversation_id) where ours.contact_id = $2::uuid
)
insert into group_participants (conversation_id, contact_id, workspace_id, joined_at, left_at)
select conversation_id, $2::uuid, workspace_id, joined_at, left_at from theirs
on conflict (conversation_id, contact_id) do update set
  joined_at = greatest(group_participants.joined_at, excluded.joined_at),
  left_at = greatest(group_participants.left_at, excluded.left_at)`

// Receipts of group messages, one a person: of two of one kind the earlier stays, as if there had been one person always.
const statuses = /* sql */ `
with theirs as (delete from statuses where recipient <> '' and recipient = $3::uuid::text returning *),
noted as (
  ${note('statuses')} message_id || ' ' || status || ' ' || recipient, to_jsonb(theirs) from theirs
  union all
  select $1::uuid, 'statuses', ours.message_id || ' ' || ours.status || ' ' || ours.recipient, to_jsonb(ours)
  from statuses ours join theirs using (message_id, status) where ours.recipient = $2::uuid::text
)
insert into statuses (message_id, status, recipient, workspace_id, at, fingerprint, errors, pricing, conversation, callback_data, inbox_seq)
select message_id, status, $2::uuid::text, workspace_id, at, fingerprint, errors, pricing, conversation, callback_data, inbox_seq
from theirs
on conflict (message_id, status, recipient) do update set at = excluded.at, fingerprint = excluded.fingerprint,
  errors = excluded.errors, pricing = excluded.pricing, conversation = excluded.conversation,
  callback_data = excluded.callback_data, inbox_seq = excluded.inbox_seq
where (excluded.at, excluded.fingerprint collate "C") < (statuses.at, statuses.fingerprint)`

// A person who said STOP said it, whichever of the two we took them for; undoing the merge does not forget it.
const optOuts = /* sql */ `
update contacts ours set opted_out_at = greatest(ours.opted_out_at, theirs.opted_out_at),
  opted_out_source = coalesce(ours.opted_out_source, theirs.opted_out_source),
  opted_in_at = greatest(ours.opted_in_at, theirs.opted_in_at)
from contacts theirs where ours.id = $2::uuid and theirs.id = $3::uuid and $1::uuid is not null
  and (theirs.opted_out_at is not null or theirs.opted_in_at is not null)`

// Of two values of one attribute the survivor's stays.
const attributes = /* sql */ `
with noted as (
  ${note('contact_attributes')} ours.id::text, jsonb_build_object('attributes', ours.attributes)
  from contacts ours, contacts theirs where ours.id = $2::uuid and theirs.id = $3::uuid and theirs.attributes <> '{}'
)
update contacts ours set attributes = theirs.attributes || ours.attributes
from contacts theirs where ours.id = $2::uuid and theirs.id = $3::uuid and theirs.attributes <> '{}'`

/** In this order: what follows conversations comes after them. */
export const mergeSteps: readonly MergeStep[] = [
  { name: 'identities', text: identities },
  { name: 'opt-outs', text: optOuts },
  { name: 'attributes', text: attributes },
  { name: 'conversations', text: conversations },
  { name: 'messages', text: repoint('messages', 't.id::text') },
  { name: 'reactions', text: repoint('reactions', 'jsonb_build_array(t.account_id, t.target_wamid, t.wamid)::text') },
  { name: 'revisions', text: repoint('revisions', 'jsonb_build_array(t.account_id, t.target_wamid, t.wamid)::text') },
  { name: 'calls', text: repoint('calls', 't.id::text') },
  { name: 'preferences', text: preferences },
  { name: 'participants', text: participants },
  { name: 'statuses', text: statuses },
]
