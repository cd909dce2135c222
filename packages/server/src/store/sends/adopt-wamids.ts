import type { Queryable } from '../database.ts'

/** The provider has one of our sends, under this name. */
export interface Adoption {
  readonly sendId: string
  readonly accountId: string
  readonly wamid: string
  /** When that was known; milliseconds since 1970. */
  readonly at: number
}

export interface Adopted {
  readonly sendId: string
  readonly workspaceId: string
  readonly accountId: string
  readonly conversationId: string
  readonly messageId: string | null
  readonly contactId: string | null
  readonly wamid: string
  readonly previousState: string
  readonly attempts: number
}

/** A receipt came before our answer and made a row of its own: joining the two needs the workspace's lock exclusively. */
export class PlaceholderInTheWay extends Error {
  override readonly name = 'PlaceholderInTheWay'
  readonly workspaceIds: readonly string[]

  constructor(workspaceIds: readonly string[]) {
    super('a receipt made a row of its own')
    this.workspaceIds = workspaceIds
  }
}

interface LockedSend {
  readonly id: string
  readonly workspace_id: string
  readonly account_id: string
  readonly conversation_id: string
  readonly message_id: string | null
  readonly contact_id: string | null
  readonly state: string
  readonly attempts: number
  readonly wamid: string
  readonly at: Date
}

// Sorted, so that an answer and a receipt of the same sends wait for each other in one direction only.
const lock = /* sql */ `
select o.id, o.workspace_id, o.account_id, o.conversation_id, o.message_id, m.contact_id, o.state, o.attempts, k.wamid, k.at
from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[]) k(id, account_id, wamid, at)
join outbox o on o.id = k.id and o.account_id = k.account_id
left join messages m on m.id = o.message_id
where o.state <> 'accepted' or o.wamid is null order by o.id for update of o`

const accept = /* sql */ `
update outbox o set state = 'accepted', wamid = k.wamid, settled_at = now(), settled_by = $3, error = null,
  lease_id = null, lease_expires_at = null, updated_at = now()
from unnest($1::uuid[], $2::text[]) k(id, wamid) where o.id = k.id`

const placeholders = /* sql */ `
select m.id, k.id as send_id, m.workspace_id
from unnest($1::uuid[], $2::uuid[], $3::text[]) k(id, account_id, wamid)
join messages m on m.account_id = k.account_id and m.wamid = k.wamid and m.id <> k.id`

// Of two sightings of one receipt the earlier one stays, as in projection.
const takeOver = /* sql */ `
with pairs as (select * from unnest($1::uuid[], $2::uuid[]) p(placeholder, id)),
  gone as (delete from messages m using pairs where m.id = pairs.placeholder),
  theirs as (delete from statuses s using pairs where s.message_id = pairs.placeholder returning pairs.id, s.*)
insert into statuses (message_id, status, recipient, workspace_id, at, fingerprint, errors, pricing, conversation, callback_data, inbox_seq)
select id, status, recipient, workspace_id, at, fingerprint, errors, pricing, conversation, callback_data, inbox_seq from theirs
on conflict (message_id, status, recipient) do update set at = excluded.at, fingerprint = excluded.fingerprint,
  errors = excluded.errors, pricing = excluded.pricing, conversation = excluded.conversation,
  callback_data = excluded.callback_data, inbox_seq = excluded.inbox_seq
where (excluded.at, excluded.fingerprint collate "C") < (statuses.at, statuses.fingerprint)`

// The ranks of ingest/project/receipts.ts.
const head = /* sql */ `
update messages m set status = best.status, status_rank = best.rank, status_at = best.at, errors = best.errors
from unnest($1::uuid[]) k(id), lateral (
  select s.status, s.at, s.errors, r.rank from statuses s
  join (values ('sent', 1), ('failed', 2), ('delivered', 3), ('read', 4), ('played', 5), ('deleted', 6)) r(status, rank) using (status)
  where s.message_id = k.id order by r.rank desc, s.at, s.fingerprint limit 1
) best where m.id = k.id`

// A message that waited (for its time, an approval, the pace) was said when it left.
const rename = /* sql */ `
update messages m set wamid = k.wamid, updated_at = now(),
  sent_at = case when k.at - m.sent_at > interval '10 seconds' then k.at else m.sent_at end
from unnest($1::uuid[], $2::text[], $3::timestamptz[]) k(id, wamid, at)
where m.id = k.id and m.wamid like 'local:%'`

const react = /* sql */ `
insert into reactions (account_id, target_wamid, wamid, workspace_id, conversation_id, direction, emoji, at)
select o.account_id, o.resolved->>'targetWamid', o.wamid, o.workspace_id, o.conversation_id, 'outbound', o.content->>'emoji', k.at
from unnest($1::uuid[], $2::timestamptz[]) k(id, at) join outbox o on o.id = k.id
where o.resolved->>'targetWamid' is not null on conflict do nothing`

/**
 * Writes down that the provider has these sends: by its answer, by a receipt that names them, or because somebody looked. Whoever
 * comes first does it; the others change nothing, so the order in which answer and receipts arrive does not matter. The messages
 * take the provider's name, and what a receipt that overtook the answer had made of that name.
 *
 * @returns those that were not accepted before.
 * @throws {PlaceholderInTheWay} without `exclusive`, where rows have to be joined: run again holding the lock of the workspaces.
 */
export async function adoptWamids(
  client: Queryable,
  adoptions: readonly Adoption[],
  options: { readonly exclusive: boolean; readonly by: string },
): Promise<Adopted[]> {
  if (adoptions.length === 0) return []
  const { rows } = await client.query<LockedSend>({ name: 'adopt lock', text: lock, values: columnsOf(adoptions) })
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const wamids = rows.map(({ wamid }) => wamid)
  const inTheWay = await client.query<{ id: string; send_id: string; workspace_id: string }>({
    name: 'adopt placeholders',
    text: placeholders,
    values: [ids, rows.map((row) => row.account_id), wamids],
  })
  if (inTheWay.rows.length > 0) {
    if (!options.exclusive) throw new PlaceholderInTheWay(inTheWay.rows.map((row) => row.workspace_id))
    await client.query(takeOver, [inTheWay.rows.map(({ id }) => id), inTheWay.rows.map((row) => row.send_id)])
  }
  await client.query({ name: 'adopt accept', text: accept, values: [ids, wamids, options.by] })
  const messages = rows.filter((row) => row.message_id !== null)
  await client.query({
    name: 'adopt rename',
    text: rename,
    values: [messages.map(({ id }) => id), messages.map(({ wamid }) => wamid), messages.map(({ at }) => at)],
  })
  if (inTheWay.rows.length > 0) await client.query(head, [inTheWay.rows.map((row) => row.send_id)])
  const reactions = rows.filter((row) => row.message_id === null)
  if (reactions.length > 0) await client.query(react, [reactions.map(({ id }) => id), reactions.map(({ at }) => at)])
  return rows.map((row) => ({
    sendId: row.id,
    workspaceId: row.workspace_id,
    accountId: row.account_id,
    conversationId: row.conversation_id,
    messageId: row.message_id,
    contactId: row.contact_id,
    wamid: row.wamid,
    previousState: row.state,
    attempts: row.attempts,
  }))
}

function columnsOf(adoptions: readonly Adoption[]): unknown[] {
  return [
    adoptions.map(({ sendId }) => sendId),
    adoptions.map(({ accountId }) => accountId),
    adoptions.map(({ wamid }) => wamid),
    adoptions.map(({ at }) => new Date(at)),
  ]
}

const token = /^sb:([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/

/** What goes with a send and comes back with its receipts. */
export function callbackDataOf(sendId: string): string {
  return `sb:${sendId}`
}

/** null: the token is not ours. */
export function sendIdOf(callbackData: string | null | undefined): string | null {
  return token.exec(callbackData ?? '')?.[1] ?? null
}
