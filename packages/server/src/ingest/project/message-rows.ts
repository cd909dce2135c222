import type { Content } from '@switchboard/contract'
import type { Head } from './receipts.ts'
import { insertInto, loadBy, updateOf } from './write-rows.ts'

/** What of a message's row can change. Times in milliseconds, JSON as text. */
export interface MessageState extends Head {
  readonly conversation_id: string
  readonly contact_id: string | null
  readonly direction: string
  readonly type: string
  readonly content: string
  readonly context: string | null
  readonly quoted_wamid: string | null
  readonly text: string | null
  readonly search_text: string | null
  readonly sent_at: number
  readonly source: string
  readonly source_rank: number
  readonly fingerprint: string
  readonly edited_content: string | null
  readonly edited_at: number | null
  readonly edit_wamid: string | null
  readonly revoked_at: number | null
  readonly inbox_seq: number
}

export interface NewMessage extends MessageState {
  readonly id: string
  readonly workspace_id: string
  readonly account_id: string
  readonly wamid: string
}

const head = { status: 'text', status_rank: 'smallint', status_at: 'timestamptz', errors: 'jsonb' } as const

const revised = {
  edited_content: 'jsonb',
  edited_at: 'timestamptz',
  edit_wamid: 'text',
  revoked_at: 'timestamptz',
  type: 'text',
  text: 'text',
  search_text: 'text',
} as const

const state = {
  conversation_id: 'uuid',
  contact_id: 'uuid',
  direction: 'text',
  content: 'jsonb',
  context: 'jsonb',
  quoted_wamid: 'text',
  sent_at: 'timestamptz',
  source: 'text',
  source_rank: 'smallint',
  fingerprint: 'text',
  inbox_seq: 'bigint',
  ...head,
  ...revised,
} as const

export const insertMessages = insertInto<NewMessage>('messages', {
  id: 'uuid',
  workspace_id: 'uuid',
  account_id: 'uuid',
  wamid: 'text',
  ...state,
})

export const updateMessages = updateOf<MessageState & { id: string }>(
  'messages',
  ['id'],
  { id: 'uuid', ...state },
  { touch: true },
)

// Three of four webhooks are receipts: their update touches no indexed column, so that Postgres keeps the row's version on
// its page (HOT) and the seven indexes of messages are left alone.
export const updateHeads = updateOf<Head & { id: string }>(
  'messages',
  ['id'],
  { id: 'uuid', ...head },
  { name: 'heads', touch: true },
)

export interface StoredMessage {
  readonly id: string
  readonly account_id: string
  readonly wamid: string
  readonly xmin: string
  readonly conversation_id: string
  readonly contact_id: string | null
  readonly direction: string
  readonly sent_at: number
  readonly source: string
  readonly source_rank: number
  readonly fingerprint: string
  readonly status: string | null
  readonly status_rank: number
  readonly status_at: number | null
  readonly edited_at: number | null
  readonly inbox_seq: number
}

/** By the provider's id; without the contents, which receipts don't need. */
export const loadMessages = loadBy<{ account_id: string; wamid: string }, StoredMessage>(
  'messages',
  { account_id: 'uuid', wamid: 'text' },
  /* sql */ `
  select m.id, m.account_id, m.wamid, m.xmin::text as xmin, m.conversation_id, m.contact_id, m.direction,
    (extract(epoch from m.sent_at) * 1000)::float8 as sent_at, m.source, m.source_rank, m.fingerprint,
    m.status, m.status_rank, (extract(epoch from m.status_at) * 1000)::float8 as status_at,
    (extract(epoch from m.edited_at) * 1000)::float8 as edited_at, m.inbox_seq
  from KEYS join messages m on m.account_id = k.account_id and m.wamid = k.wamid`,
)

export interface StoredContent {
  readonly id: string
  readonly content: Content
  readonly context: unknown
  readonly quoted_wamid: string | null
  readonly errors: unknown
  readonly edited_content: Content | null
  readonly edit_wamid: string | null
  readonly revoked_at: number | null
}

/** The rest, for the few that are read again, edited or revoked. */
export const loadContents = loadBy<{ id: string }, StoredContent>(
  'contents',
  { id: 'uuid' },
  /* sql */ `
  select m.id, m.content, m.context, m.quoted_wamid, m.errors, m.edited_content, m.edit_wamid,
    (extract(epoch from m.revoked_at) * 1000)::float8 as revoked_at
  from KEYS join messages m on m.id = k.id`,
)
