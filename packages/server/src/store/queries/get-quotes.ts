import type { Message, QuotedMessage, WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { prepared } from '../prepared-statements.ts'
import { contactSummary } from './contact-summary.ts'

/** What these messages answer, as far as we have it, each once; what is shown of it in a line. No query where none answers any. */
export async function getQuotes(
  db: Database,
  workspaceId: WorkspaceId,
  answers: readonly Pick<Message, 'accountId' | 'quotedProviderMessageId'>[],
): Promise<QuotedMessage[]> {
  const quoting = answers.filter(({ quotedProviderMessageId }) => quotedProviderMessageId !== null)
  if (quoting.length === 0) return []
  const accounts = quoting.map(({ accountId }) => accountId)
  const ids = quoting.map(({ quotedProviderMessageId }) => quotedProviderMessageId)
  const { rows } = await sql<Omit<QuotedMessage, 'sentAt'> & { sentAt: Date }>`${prepared}
    select m.id, m.wamid as "providerMessageId", m.direction, m.type, m.text, m.sent_at as "sentAt",
      m.revoked_at is not null as revoked, ${contactSummary(sql`m.contact_id`)} as contact
    from messages m
    where m.workspace_id = ${workspaceId} and (m.account_id, m.wamid) in (
      select * from unnest(${accounts}::uuid[], ${ids}::text[]))`.execute(db)
  return rows.map((row) => ({ ...row, sentAt: row.sentAt.toISOString() }))
}
