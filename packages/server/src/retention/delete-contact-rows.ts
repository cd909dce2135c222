import type { ContactId, WorkspaceId } from '@switchboard/contract'
import type pg from 'pg'
import { forgetRecipients } from './forget-recipients.ts'

export interface Person {
  /** The living contact first, then those that were merged into it. */
  readonly contactIds: readonly ContactId[]
  /** Identities and provider ids, as they stand in webhook bodies. */
  readonly names: ReadonlySet<string>
  readonly conversationIds: readonly string[]
  /** Lower case: how the person is called. For what operators typed; other people are called so too. */
  readonly called: readonly string[]
}

export interface ErasureCounts {
  readonly messages: number
  readonly conversations: number
  readonly reactions: number
  readonly calls: number
  readonly media: number
  readonly identities: number
  readonly facts: number
}

/** The rows of a person, in the order in which they can go. Runs in the caller's transaction. */
export async function deleteContactRows(
  client: pg.ClientBase,
  workspaceId: WorkspaceId,
  person: Person,
): Promise<ErasureCounts> {
  const contacts = person.contactIds
  const run = async (statement: string, values: unknown[]): Promise<number> =>
    (await client.query(statement, values)).rowCount ?? 0

  await client.query(`create temporary table erased_messages on commit drop as ${ownMessages}`, [contacts])
  const words = await client.query<{ words: string[] }>(ownWords)
  const media = (await run(ownUploads, [workspaceId])) + (await run(ownMedia, []))
  await run(`delete from statuses where message_id in (select id from erased_messages)`, [])
  await run(`delete from statuses where recipient = any ($1::text[]) and recipient <> ''`, [contacts])
  const reactions = await run(
    `delete from reactions r using conversations v
     where v.id = r.conversation_id and (r.contact_id = any ($1::uuid[]) or v.contact_id = any ($1::uuid[]))`,
    [contacts],
  )
  await run(
    `delete from revisions r using conversations v
     where v.id = r.conversation_id and (r.contact_id = any ($1::uuid[]) or v.contact_id = any ($1::uuid[]))`,
    [contacts],
  )
  const messages = await run(`delete from messages where id in (select id from erased_messages)`, [])
  await run(`delete from call_events e using calls c where c.id = e.call_id and c.contact_id = any ($1::uuid[])`, [
    contacts,
  ])
  const calls = await run(`delete from calls where contact_id = any ($1::uuid[])`, [contacts])
  await run(forgetQuotes, [contacts, [...person.names]])
  await run(`delete from group_participants where contact_id = any ($1::uuid[])`, [contacts])
  const conversations = await run(`delete from conversations where contact_id = any ($1::uuid[])`, [contacts])
  await forgetRecipients(client, workspaceId, person)
  await run(`delete from contact_preferences where contact_id = any ($1::uuid[])`, [contacts])
  await run(`delete from contact_merges where survivor_id = any ($1::uuid[]) or merged_id = any ($1::uuid[])`, [
    contacts,
  ])
  const identities = await run(`delete from identities where workspace_id = $1 and contact_id = any ($2::uuid[])`, [
    workspaceId,
    contacts,
  ])
  const facts = await run(factsThatName, [workspaceId, [...person.names]])
  await run(`update events set data = '{}' where workspace_id = $1 and contact_id = any ($2::uuid[])`, [
    workspaceId,
    contacts,
  ])
  // What a receiver of webhooks answered may repeat what it was sent.
  await run(
    `update webhook_deliveries set response_excerpt = null where contact_id = any ($1::uuid[]) and response_excerpt is not null`,
    [contacts],
  )
  await run(forgetContact, [contacts])
  await run(forgetWords, [workspaceId, words.rows[0]?.words ?? []])
  return { messages, conversations, reactions, calls, media, identities, facts }
}

const ownMessages = /* sql */ `
select m.id, m.conversation_id, m.search_vector from messages m join conversations v on v.id = m.conversation_id
where v.contact_id = any ($1::uuid[]) or m.contact_id = any ($1::uuid[])`

// In groups others answer this person: whom and which message is theirs to be forgotten, the answer is not. Message ids of WhatsApp's
// hold the number of whoever wrote.
const forgetQuotes = /* sql */ `
with answers as (
  update messages set quoted_wamid = null, context = context - 'quotedFrom' - 'quotedWamid', updated_at = now()
  where conversation_id in (
      select conversation_id from erased_messages
      union select conversation_id from group_participants where contact_id = any ($1::uuid[]))
    and (quoted_wamid = any ($2::text[]) or ltrim(context->>'quotedFrom', '+') = any ($2::text[]))
  returning id
)
update outbox set quoted_wamid = null where quoted_wamid is not null and message_id in (select id from answers)`

const ownMedia = /* sql */ `delete from media where message_id in (select id from erased_messages)`

// What was uploaded to be sent to this person, unless it is in somebody else's messages or waits to be sent. The files
// themselves go when nothing refers to them any more: see media/sweep-blobs.ts.
const ownUploads = /* sql */ `
delete from media u
where u.workspace_id = $1 and u.message_id is null
  and u.blob_sha256 in (select blob_sha256 from media where message_id in (select id from erased_messages))
  and not exists (
    select from media m
    where m.blob_sha256 = u.blob_sha256 and m.workspace_id = u.workspace_id
      and m.message_id is not null and m.message_id not in (select id from erased_messages))
  and not exists (
    select from outbox o
    where o.workspace_id = u.workspace_id and o.state in ('held', 'queued', 'leased')
      and (o.message_id is null or o.message_id not in (select id from erased_messages))
      and position(u.id::text in o.content::text) > 0)`

const ownWords = /* sql */ `
select coalesce(array_agg(distinct word), '{}') as words
from erased_messages, unnest(tsvector_to_array(search_vector)) word`

const factsThatName = /* sql */ `
delete from account_facts
where workspace_id = $1
  and exists (select from unnest($2::text[]) name where position('"' || name || '"' in value::text) > 0
    or position('"+' || name || '"' in value::text) > 0)`

const forgetContact = /* sql */ `
update contacts set profile_name = null, profile_name_at = null, address_book_name = null, address_book_name_at = null,
  custom_name = null, custom_name_at = null, attributes = '{}', username = null, username_at = null, country_code = null, search_text = null, first_seen_at = null, last_seen_at = null,
  erased_at = now(), updated_at = now()
where id = any ($1::uuid[])`

// A word that only this person used would still say something about them in the vocabulary.
const forgetWords = /* sql */ `
delete from search_words w
where w.workspace_id = $1 and w.word = any ($2::text[])
  and not exists (
    select from messages m
    where m.workspace_id = $1 and m.search_vector @@ (quote_literal(w.word))::tsquery)`
