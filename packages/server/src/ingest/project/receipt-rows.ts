import type { Receipt } from './receipts.ts'
import { insertInto, loadBy, updateOf } from './write-rows.ts'

export interface ReceiptRow extends Receipt {
  readonly workspace_id: string
  readonly pricing: string | null
  readonly conversation: string | null
  readonly callback_data: string | null
  readonly inbox_seq: number
}

const columns = {
  message_id: 'uuid',
  status: 'text',
  recipient: 'text',
  workspace_id: 'uuid',
  at: 'timestamptz',
  fingerprint: 'text',
  errors: 'jsonb',
  pricing: 'jsonb',
  conversation: 'jsonb',
  callback_data: 'text',
  inbox_seq: 'bigint',
} as const

export const insertReceipts = insertInto<ReceiptRow>('statuses', columns)

/** Only where an earlier sighting comes late. */
export const updateReceipts = updateOf<ReceiptRow>('statuses', ['message_id', 'status', 'recipient'], columns)

export const loadReceipts = loadBy<{ message_id: string }, Receipt & { xmin: string }>(
  'receipts',
  { message_id: 'uuid' },
  /* sql */ `
  select s.message_id, s.status, s.recipient, (extract(epoch from s.at) * 1000)::float8 as at, s.fingerprint,
    s.errors::text as errors, s.xmin::text as xmin
  from KEYS join statuses s on s.message_id = k.message_id`,
)
