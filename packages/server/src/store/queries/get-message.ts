import type { AccountId, Content, MessageDetail, MessageId, WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { type MessageRow, messageColumns, toMessage } from './message-row.ts'

interface DetailRow extends MessageRow {
  readonly statuses:
    | { status: string; at: string; recipient: string | null; errors: unknown[] | null; pricing: unknown }[]
    | null
  readonly revisions: { revision: 'edit' | 'revoke'; at: string; content: Content | null }[] | null
}

/**
 * One message with everything that is known of it: every receipt, every edit, what it answers. Null: this workspace has no
 * such message. Like lists, it keeps the text of a revoked message.
 */
export async function getMessage(
  db: Database,
  workspaceId: WorkspaceId,
  args: { readonly messageId: MessageId },
): Promise<MessageDetail | null> {
  const { rows } = await sql<DetailRow>`
    select ${messageColumns},
      (select json_agg(json_build_object('status', s.status, 'at', s.at, 'recipient', nullif(s.recipient, ''),
          'errors', s.errors, 'pricing', s.pricing) order by s.at, s.status)
        from statuses s where s.message_id = m.id) as statuses,
      (select json_agg(json_build_object('revision', r.revision, 'at', r.at, 'content', r.content) order by r.at, r.wamid)
        from revisions r where r.account_id = m.account_id and r.target_wamid = m.wamid) as revisions
    from messages m where m.id = ${args.messageId} and m.workspace_id = ${workspaceId}`.execute(db)
  const row = rows[0]
  if (row === undefined) return null
  return {
    ...toMessage(row),
    statuses: (row.statuses ?? []).map(({ errors, pricing, ...status }) => ({
      ...status,
      at: new Date(status.at).toISOString(),
      ...(errors === null ? {} : { errors }),
      ...(pricing === null ? {} : { pricing }),
    })),
    revisions: (row.revisions ?? []).map((revision) => ({ ...revision, at: new Date(revision.at).toISOString() })),
    ...(row.context === null ? {} : { context: row.context }),
    quoted: await getByProviderId(db, workspaceId, row.account_id, row.quoted_wamid),
  }
}

async function getByProviderId(db: Database, workspaceId: WorkspaceId, accountId: AccountId, wamid: string | null) {
  if (wamid === null) return null
  const { rows } = await sql<MessageRow>`
    select ${messageColumns} from messages m
    where m.workspace_id = ${workspaceId} and m.account_id = ${accountId} and m.wamid = ${wamid}`.execute(db)
  return rows[0] === undefined ? null : toMessage(rows[0])
}
