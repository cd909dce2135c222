import type {
  AccountId,
  Content,
  Message,
  MessageDetail,
  MessageError,
  MessageId,
  WorkspaceId,
} from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { type MessageRow, messageColumns, toMessage } from './message-row.ts'

interface DetailRow extends MessageRow {
  readonly statuses:
    | { status: string; at: string; recipient: string | null; errors: MessageError[] | null; pricing: unknown }[]
    | null
  readonly original: Content | null
  readonly revisions: { revision: 'edit' | 'revoke'; at: string; content: Content | null }[] | null
}

/**
 * Messages with everything that is known of them: every receipt, every edit, what they answer. Two queries for any number; ids that
 * this workspace does not have are not in the map. Like lists, it keeps the text of a revoked message.
 */
export async function getMessageDetails(
  db: Database,
  workspaceId: WorkspaceId,
  ids: readonly MessageId[],
): Promise<Map<MessageId, MessageDetail>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<DetailRow>`
    select ${messageColumns}, case when m.edited_content is not null then m.content end as original,
      (select json_agg(json_build_object('status', s.status, 'at', s.at, 'recipient', nullif(s.recipient, ''),
          'errors', s.errors, 'pricing', s.pricing) order by s.at, s.status)
        from statuses s where s.message_id = m.id) as statuses,
      (select json_agg(json_build_object('revision', r.revision, 'at', r.at, 'content', r.content) order by r.at, r.wamid)
        from revisions r where r.account_id = m.account_id and r.target_wamid = m.wamid) as revisions
    from messages m where m.id = any (${[...ids]}::uuid[]) and m.workspace_id = ${workspaceId}`.execute(db)
  const quoted = await getQuoted(db, workspaceId, rows)
  return new Map(rows.map((row) => [row.id, toDetail(row, quoted.get(quoteKey(row.account_id, row.quoted_wamid)))]))
}

function toDetail(row: DetailRow, quoted: Message | undefined): MessageDetail {
  return {
    ...toMessage(row),
    statuses: (row.statuses ?? []).map(({ errors, pricing, ...status }) => ({
      ...status,
      at: new Date(status.at).toISOString(),
      ...(errors === null ? {} : { errors }),
      ...(pricing === null ? {} : { pricing }),
    })),
    revisions: (row.revisions ?? []).map((revision) => ({ ...revision, at: new Date(revision.at).toISOString() })),
    original: row.original,
    ...(row.context === null ? {} : { context: row.context }),
    quoted: quoted ?? null,
  }
}

function quoteKey(accountId: AccountId, wamid: string | null): string {
  return `${accountId} ${wamid}`
}

/** What these messages answer, by account and the provider's id. */
async function getQuoted(
  db: Database,
  workspaceId: WorkspaceId,
  answers: readonly MessageRow[],
): Promise<Map<string, Message>> {
  const quoting = answers.filter((row) => row.quoted_wamid !== null)
  if (quoting.length === 0) return new Map()
  const { rows } = await sql<MessageRow>`
    select ${messageColumns} from messages m
    where m.workspace_id = ${workspaceId} and (m.account_id, m.wamid) in (
      select * from unnest(${quoting.map((row) => row.account_id)}::uuid[], ${quoting.map((row) => row.quoted_wamid)}::text[]))`.execute(
    db,
  )
  return new Map(rows.map((row) => [quoteKey(row.account_id, row.wamid), toMessage(row)]))
}
