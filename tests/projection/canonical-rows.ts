import type { Queryable } from '../../packages/server/src/store/database.ts'

/**
 * What projection made, with every surrogate id replaced by what it stands for, so that two databases can be compared:
 * a contact is its identities, a conversation its account and contact or group, a message its account and wamid. Left out are
 * times of writing, inbox numbers, events, and what merges left behind.
 */
export async function canonicalRows(db: Queryable): Promise<Record<string, unknown[]>> {
  const result: Record<string, unknown[]> = {}
  for (const [table, text] of Object.entries(dumps)) {
    const { rows } = await db.query<{ row: unknown }>(`${names} ${text}`)
    result[table] = rows.map(({ row }) => JSON.stringify(row)).toSorted()
  }
  return result
}

const names = /* sql */ `
with person as (
  select contact_id as id, string_agg(kind || ' ' || value, ', ' order by kind, value) as name from identities group by 1
), account as (
  select id, external_id as name from accounts
), conversation as (
  select c.id, a.name || ' / ' || coalesce(p.name, 'group ' || c.group_id, 'nobody') as name
  from conversations c join account a on a.id = c.account_id left join person p on p.id = c.contact_id
)`

const strip = (columns: string): string =>
  `- array[${`id,workspace_id,created_at,updated_at,inbox_seq,due_at,${columns}`
    .split(',')
    .map((column) => `'${column.trim()}'`)
    .join(', ')}]`

const dumps: Readonly<Record<string, string>> = {
  accounts: `select to_jsonb(t) ${strip('is_default')} as row from accounts t`,
  contacts: `select to_jsonb(t) ${strip('merged_into')} || jsonb_build_object('person', p.name) as row
    from contacts t left join person p on p.id = t.id where t.merged_into is null`,
  identities: `select to_jsonb(t) ${strip('contact_id')} || jsonb_build_object('person', p.name) as row
    from identities t join person p on p.id = t.contact_id`,
  conversations: `select to_jsonb(t) ${strip('account_id, contact_id')} || jsonb_build_object('conversation', c.name) as row
    from conversations t join conversation c on c.id = t.id where t.merged_into is null`,
  group_participants: `select to_jsonb(t) ${strip('conversation_id, contact_id')}
      || jsonb_build_object('conversation', c.name, 'person', p.name) as row
    from group_participants t join conversation c on c.id = t.conversation_id left join person p on p.id = t.contact_id`,
  contact_preferences: `select to_jsonb(t) ${strip('contact_id')} || jsonb_build_object('person', p.name) as row
    from contact_preferences t left join person p on p.id = t.contact_id`,
  messages: `select to_jsonb(t) ${strip('account_id, conversation_id, contact_id')}
      || jsonb_build_object('account', a.name, 'conversation', c.name, 'person', p.name) as row
    from messages t left join account a on a.id = t.account_id left join conversation c on c.id = t.conversation_id
    left join person p on p.id = t.contact_id`,
  statuses: `select to_jsonb(t) ${strip('message_id, recipient')}
      || jsonb_build_object('message', m.wamid, 'recipient', coalesce(p.name, t.recipient)) as row
    from statuses t left join messages m on m.id = t.message_id left join person p on p.id::text = t.recipient`,
  message_costs: `select to_jsonb(t) ${strip('key, account_id')} || jsonb_build_object('account', a.name) as row
    from message_costs t left join account a on a.id = t.account_id`,
  reactions: `select to_jsonb(t) ${strip('account_id, conversation_id, contact_id')}
      || jsonb_build_object('account', a.name, 'conversation', c.name, 'person', p.name) as row
    from reactions t left join account a on a.id = t.account_id left join conversation c on c.id = t.conversation_id
    left join person p on p.id = t.contact_id`,
  revisions: `select to_jsonb(t) ${strip('account_id, conversation_id, contact_id')}
      || jsonb_build_object('account', a.name, 'conversation', c.name, 'person', p.name) as row
    from revisions t left join account a on a.id = t.account_id left join conversation c on c.id = t.conversation_id
    left join person p on p.id = t.contact_id`,
  media: `select to_jsonb(t) ${strip('account_id, message_id')} || jsonb_build_object('message', m.wamid) as row
    from media t left join messages m on m.id = t.message_id`,
  calls: `select to_jsonb(t) ${strip('account_id, conversation_id, contact_id')}
      || jsonb_build_object('account', a.name, 'conversation', c.name, 'person', p.name) as row
    from calls t left join account a on a.id = t.account_id left join conversation c on c.id = t.conversation_id
    left join person p on p.id = t.contact_id`,
  call_events: `select to_jsonb(t) ${strip('call_id')} || jsonb_build_object('call', c.provider_call_id) as row
    from call_events t left join calls c on c.id = t.call_id`,
  account_facts: `select to_jsonb(t) ${strip('account_id')} || jsonb_build_object('account', a.name) as row
    from account_facts t left join account a on a.id = t.account_id`,
  inbox_parked: `select to_jsonb(t.reason) as row from inbox_parked t`,
}
