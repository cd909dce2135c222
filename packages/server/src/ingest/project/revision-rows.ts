import type { Revision } from './revision-head.ts'
import { insertInto, loadBy, updateOf } from './write-rows.ts'

/** A revision as it is written: content as JSON text, and where it belongs. */
export interface RevisionRow extends Omit<Revision, 'content'> {
  readonly account_id: string
  readonly target_wamid: string
  readonly workspace_id: string
  readonly conversation_id: string
  readonly contact_id: string | null
  readonly content: string | null
  readonly inbox_seq: number
}

const columns = {
  account_id: 'uuid',
  target_wamid: 'text',
  wamid: 'text',
  workspace_id: 'uuid',
  conversation_id: 'uuid',
  contact_id: 'uuid',
  revision: 'text',
  content: 'jsonb',
  at: 'timestamptz',
  fingerprint: 'text',
  inbox_seq: 'bigint',
} as const

export const insertRevisions = insertInto<RevisionRow>('revisions', columns)
export const updateRevisions = updateOf<RevisionRow>('revisions', ['account_id', 'target_wamid', 'wamid'], columns)

/** All edits and revokes of the messages that are revised: their head is made from the whole. */
export const loadRevisions = loadBy<
  { account_id: string; target_wamid: string },
  Revision & { account_id: string; target_wamid: string; xmin: string }
>(
  'revisions',
  { account_id: 'uuid', target_wamid: 'text' },
  /* sql */ `
  select r.account_id, r.target_wamid, r.wamid, r.revision, r.content, r.fingerprint, r.xmin::text as xmin,
    (extract(epoch from r.at) * 1000)::float8 as at
  from KEYS join revisions r on r.account_id = k.account_id and r.target_wamid = k.target_wamid`,
)
