import type { AccountId, ContactId, Content, ConversationId, MessageId, WorkspaceId } from '@switchboard/contract'
import type pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { normaliseText } from '../search/normalise-text.ts'
import { readableText, searchableText } from '../search/searchable-text.ts'

/** Rows for tests of the read side, inserted as the projection would leave them. Each maker gives the ids of what it made. */
export interface Seed {
  workspace(): Promise<WorkspaceId>
  account(workspaceId: WorkspaceId, externalId?: string): Promise<AccountId>
  contact(workspaceId: WorkspaceId, person?: SeedPerson): Promise<ContactId>
  conversation(workspaceId: WorkspaceId, accountId: AccountId, contactId: ContactId): Promise<ConversationId>
  /** Also moves the conversation's and the contact's times and the vocabulary of search. */
  message(conversationId: ConversationId, message: SeedMessage): Promise<MessageId>
}

interface SeedPerson {
  readonly name?: string
  readonly username?: string
  /** E.164 */
  readonly phone?: string
  readonly bsuid?: string
}

interface SeedMessage {
  /** A text message's text; or give `content`. */
  readonly text?: string
  readonly content?: Content
  /** ISO 8601 or milliseconds. */
  readonly at: string | number
  readonly direction?: 'inbound' | 'outbound'
  readonly wamid?: string
  readonly quotedWamid?: string
  readonly context?: Record<string, unknown>
  readonly source?: 'live' | 'placeholder'
  readonly status?: string
}

export function createSeed(pool: pg.Pool): Seed {
  return {
    async workspace() {
      const id = uuidv7() as WorkspaceId // made here
      await pool.query(`insert into workspaces (id, name) values ($1, 'test')`, [id])
      return id
    },
    async account(workspaceId, externalId = uuidv7()) {
      const id = uuidv7() as AccountId // made here
      await pool.query(
        `insert into accounts (id, workspace_id, transport, external_id) values ($1, $2, 'cloud-api', $3)`,
        [id, workspaceId, externalId],
      )
      return id
    },
    contact: (workspaceId, person = {}) => insertContact(pool, workspaceId, person),
    async conversation(workspaceId, accountId, contactId) {
      const id = uuidv7() as ConversationId // made here
      await pool.query(
        `insert into conversations (id, workspace_id, account_id, kind, contact_id) values ($1, $2, $3, 'direct', $4)`,
        [id, workspaceId, accountId, contactId],
      )
      return id
    },
    message: (conversationId, message) => insertMessage(pool, conversationId, message),
  }
}

async function insertContact(pool: pg.Pool, workspaceId: WorkspaceId, person: SeedPerson): Promise<ContactId> {
  const id = uuidv7() as ContactId // made here
  const words = normaliseText([person.name, person.username].filter(Boolean).join(' '))
  await pool.query(
    `insert into contacts (id, workspace_id, profile_name, username, search_text) values ($1, $2, $3, $4, $5)`,
    [id, workspaceId, person.name ?? null, person.username ?? null, words || null],
  )
  for (const [kind, value] of [
    ['phone', person.phone],
    ['wa_id', person.phone?.replace('+', '')],
    ['bsuid', person.bsuid],
  ]) {
    if (value === undefined) continue
    await pool.query(`insert into identities values ($1, $2, $3, $4, now())`, [workspaceId, kind, value, id])
  }
  return id
}

async function insertMessage(pool: pg.Pool, conversationId: ConversationId, message: SeedMessage): Promise<MessageId> {
  const id = uuidv7() as MessageId // made here
  const content: Content = message.content ?? { type: 'text', text: message.text ?? 'hello' }
  const words = searchableText(content)
  const real = message.source !== 'placeholder'
  await pool.query(
    `with conversation as (select * from conversations where id = $2),
     moved as (update conversations set last_message_at = greatest(last_message_at, $7),
         last_inbound_at = case when $4 = 'inbound' then greatest(last_inbound_at, $7) else last_inbound_at end
       where id = $2 and $8),
     seen as (update contacts set last_seen_at = greatest(last_seen_at, $7)
       where id = (select contact_id from conversation) and $4 = 'inbound'),
     vocabulary as (insert into search_words
       select distinct workspace_id, word from conversation, unnest($14::text[]) word on conflict do nothing)
     insert into messages (id, workspace_id, account_id, conversation_id, contact_id, wamid, direction, type, content, text,
       search_text, sent_at, source, source_rank, fingerprint, quoted_wamid, context, status)
     select $1, workspace_id, account_id, id, contact_id, $3, $4, $5, $6, $9, $10, $7,
       case when $8 then 'live' else 'placeholder' end, case when $8 then 3 else 0 end, '', $11, $12, $13
     from conversation`,
    [
      id,
      conversationId,
      message.wamid ?? `wamid.${id}`,
      message.direction ?? 'inbound',
      content.type,
      JSON.stringify(content),
      new Date(message.at),
      real,
      readableText(content),
      words,
      message.quotedWamid ?? null,
      message.context === undefined ? null : JSON.stringify(message.context),
      message.status ?? null,
      words?.split(' ') ?? [],
    ],
  )
  return id
}
