import type { AccountId, ContactId, ConversationId, MessageId, WorkspaceId } from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import { normaliseText } from '../../../search/normalise-text.ts'
import type { Queryable } from '../../../store/database.ts'

export interface SeedMessage {
  readonly text: string
  readonly direction?: 'inbound' | 'outbound'
  readonly type?: string
  readonly content?: Record<string, unknown>
}

export interface Seeded {
  readonly accountId: AccountId
  readonly contactId: ContactId
  readonly conversationId: ConversationId
  /** In the order of `messages`, a minute apart, the last one at `at`. */
  readonly messageIds: readonly MessageId[]
}

export interface SeedOptions {
  readonly name: string | null
  /** E.164, or null for a person who shows no number. */
  readonly phone: string | null
  readonly messages: readonly SeedMessage[]
  readonly accountId?: AccountId
  readonly at?: Date
}

/** One person's conversation, written straight into the tables. */
export async function seedConversation(
  pool: Queryable,
  workspaceId: WorkspaceId,
  options: SeedOptions,
): Promise<Seeded> {
  const accountId = options.accountId ?? (await seedAccount(pool, workspaceId))
  // Fresh ids; the brands say of what.
  const contactId = uuidv7() as ContactId
  const conversationId = uuidv7() as ConversationId
  const end = (options.at ?? new Date('2026-11-20T12:00:00Z')).getTime()
  await pool.query(
    `insert into contacts (id, workspace_id, profile_name, search_text, first_seen_at, last_seen_at) values ($1,$2,$3,$4,$5,$5)`,
    [contactId, workspaceId, options.name, options.name === null ? null : normaliseText(options.name), new Date(end)],
  )
  if (options.phone !== null) {
    await pool.query(
      `insert into identities (workspace_id, kind, value, contact_id, first_seen_at)
       values ($1,'phone',$2,$3,$5), ($1,'wa_id',$4,$3,$5)`,
      [workspaceId, options.phone, contactId, options.phone.slice(1), new Date(end)],
    )
  }
  const inbound = options.messages.some(({ direction }) => direction !== 'outbound')
  await pool.query(
    `insert into conversations (id, workspace_id, account_id, kind, contact_id, last_message_at, last_inbound_at)
     values ($1,$2,$3,'direct',$4,$5,$6)`,
    [conversationId, workspaceId, accountId, contactId, new Date(end), inbound ? new Date(end) : null],
  )
  const rows = options.messages.map(({ text, direction = 'inbound', type = 'text', content }, index) => ({
    id: uuidv7() as MessageId,
    workspace_id: workspaceId,
    account_id: accountId,
    conversation_id: conversationId,
    contact_id: contactId,
    wamid: `wamid.${uuidv7().replaceAll('-', '')}`,
    direction,
    type,
    content: content ?? { type, text },
    text,
    search_text: normaliseText(text),
    sent_at: new Date(end - (options.messages.length - 1 - index) * 60_000),
    source: 'live',
    source_rank: 3,
    fingerprint: '',
  }))
  await pool.query(
    `insert into messages (id, workspace_id, account_id, conversation_id, contact_id, wamid, direction, type, content, text,
       search_text, sent_at, source, source_rank, fingerprint)
     select id, workspace_id, account_id, conversation_id, contact_id, wamid, direction, type, content, text,
       search_text, sent_at, source, source_rank, fingerprint
     from jsonb_populate_recordset(null::messages, $1::jsonb)`,
    [JSON.stringify(rows)],
  )
  const words = new Set(rows.flatMap((row) => row.search_text.split(' ').filter((word) => /\p{L}/u.test(word))))
  await pool.query(`insert into search_words select $1, unnest($2::text[]) on conflict do nothing`, [
    workspaceId,
    [...words],
  ])
  return { accountId, contactId, conversationId, messageIds: rows.map(({ id }) => id) }
}

export async function seedAccount(pool: Queryable, workspaceId: WorkspaceId): Promise<AccountId> {
  const id = uuidv7() as AccountId
  await pool.query(
    `insert into accounts (id, workspace_id, transport, external_id, display_phone_number, name)
     values ($1::uuid,$2,'cloud-api',$1::text,'+49 151 0000000','Shop')`,
    [id, workspaceId],
  )
  return id
}
