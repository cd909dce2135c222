import { readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'

export interface Filling {
  readonly messages: number
  readonly conversations: number
}

export interface Filled {
  readonly conversationId: string
  /** A text of the customer of that conversation, as Meta writes it. */
  readonly webhook: (text: string, n: number) => object
  /** Its newest messages become pictures, of this file. */
  readonly showPictures: (mediaId: string) => Promise<void>
}

const phone = '15550199001'

/**
 * Writes conversations into the database of a running server as the projection would have: one with very many messages, of all
 * lengths, and many others with one each.
 */
export async function fillThread(dataDirectory: string, { messages, conversations }: Filling): Promise<Filled> {
  const { databaseUrl } = JSON.parse(readFileSync(path.join(dataDirectory, 'server.json'), 'utf8')) as {
    databaseUrl: string
  } // the server's own word
  const query = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) => {
    const client = new pg.Client({ connectionString: databaseUrl })
    await client.connect()
    try {
      return (await client.query<Row>(text, values)).rows
    } finally {
      await client.end()
    }
  }
  const [account] = await query<Account>(
    'select id, workspace_id, external_id, business_account_id from accounts order by created_at limit 1',
  )
  if (!account) throw new Error('the server has no account')
  const [big] = await query<{ id: string }>(conversationsText, [account.workspace_id, account.id, conversations, phone])
  if (!big) throw new Error('no conversation was made')
  await query(messagesText, [account.workspace_id, account.id, big.id, messages])
  await query('analyze')
  return {
    conversationId: big.id,
    webhook: (text, n) => webhookOf(account, text, n),
    showPictures: async (mediaId) => {
      await query(picturesText, [big.id, mediaId])
    },
  }
}

interface Account {
  readonly id: string
  readonly workspace_id: string
  readonly external_id: string
  readonly business_account_id: string
}

const conversationsText = /* sql */ `
with people as (
  insert into contacts (id, workspace_id, profile_name, last_seen_at)
  select uuidv7(), $1, 'Customer ' || n, now() - n * interval '1 minute' from generate_series(1, $3::int) n
  returning id, profile_name, last_seen_at
), named as (
  insert into identities (workspace_id, kind, value, contact_id, first_seen_at)
  select $1, k.kind, k.prefix || $4, people.id, now() from people, (values ('phone', '+'), ('wa_id', '')) k(kind, prefix)
  where profile_name = 'Customer 1'
), made as (
  insert into conversations (id, workspace_id, account_id, kind, contact_id, last_message_at, last_inbound_at)
  select uuidv7(), $1, $2, 'direct', id, last_seen_at, last_seen_at from people returning id, contact_id
), said as (
  insert into messages (id, workspace_id, account_id, conversation_id, contact_id, wamid, direction, type, content, text, sent_at, source,
    source_rank, fingerprint)
  select uuidv7(), $1, $2, made.id, contact_id, 'wamid.one-' || made.id, 'inbound', 'text', '{"type":"text","text":"Hello"}', 'Hello',
    last_seen_at, 'live', 4, '' from made join people on people.id = contact_id where profile_name <> 'Customer 1'
)
select made.id from made join people on people.id = made.contact_id where profile_name = 'Customer 1'`

const messagesText = /* sql */ `
with said as (
  select n, case when n % 5 < 3 then 'inbound' else 'outbound' end as direction,
    'Message ' || n || ' ' || repeat('of words that wrap, *bold* and _not_ ', 1 + (n * 7) % 9) as text
  from generate_series(1, $4::int) n
)
insert into messages (id, workspace_id, account_id, conversation_id, contact_id, wamid, direction, type, content, text, sent_at, source,
  source_rank, fingerprint, status)
select uuidv7(), $1, $2, $3, (select contact_id from conversations where id = $3), 'wamid.many-' || n, direction, 'text',
  jsonb_build_object('type', 'text', 'text', text), text, now() - interval '1 minute' - ($4::int - n) * interval '97 seconds', 'live', 4, '',
  case direction when 'outbound' then 'read' end
from said`

const picturesText = /* sql */ `
with newest as (
  update messages set type = 'image', content = '{"type":"image","caption":"A picture"}', text = 'A picture'
  where id in (select id from messages where conversation_id = $1 order by sent_at desc, id desc limit 30) returning id, workspace_id, account_id
)
insert into media (id, workspace_id, account_id, message_id, kind, mime_type, state, blob_sha256, stored_at, width, height)
select uuidv7(), n.workspace_id, n.account_id, n.id, 'image', 'image/png', 'stored', m.blob_sha256, now(), m.width, m.height
from newest n, media m where m.id = $2`

function webhookOf({ external_id, business_account_id }: Account, text: string, n: number): object {
  const timestamp = String(Math.floor(Date.now() / 1_000))
  const message = { from: phone, id: `wamid.bench-${n}-${timestamp}`, timestamp, type: 'text', text: { body: text } }
  const metadata = { display_phone_number: '15550100100', phone_number_id: external_id }
  const contacts = [{ profile: { name: 'Customer 1' }, wa_id: phone }]
  const value = { messaging_product: 'whatsapp', metadata, contacts, messages: [message] }
  return {
    object: 'whatsapp_business_account',
    entry: [{ id: business_account_id, changes: [{ field: 'messages', value }] }],
  }
}
