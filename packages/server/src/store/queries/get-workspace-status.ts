import type { AccountId, Status, WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { spacedPhone } from './spaced-phone.ts'

const countedAtMost = 10_000

interface AccountRow {
  readonly id: AccountId
  readonly name: string | null
  readonly phone: string | null
  readonly state: string
  readonly last_inbound_at: Date | null
  readonly last_webhook_at: Date | null
  readonly queued: number
  readonly send_rate: number | null
  readonly slowed_to: number | null
}

interface SendingRow extends Omit<Status['sending'], 'lagSeconds'> {
  readonly lag: number
}

/** What waits in a workspace, and how its accounts stand. What a caller does not reach is not counted. */
export async function getWorkspaceStatus(
  db: Database,
  workspaceId: WorkspaceId,
): Promise<Pick<Status, 'sending' | 'accounts'>> {
  const waiting = (state: string) => sql`(select count(*)::int from (select from outbox
    where workspace_id = ${workspaceId} and state = ${state} limit ${countedAtMost}) counted)`
  const sending = await sql<SendingRow>`
    select ${waiting('queued')} as queued, ${waiting('leased')} as leased, ${waiting('unknown')} as unknown,
      (select coalesce(greatest(extract(epoch from now() - min(due_at)), 0), 0)::float8 from outbox
        where workspace_id = ${workspaceId} and state = 'queued' and ready and due_at <= now()) as lag,
      (select count(*)::int from (select distinct coalesce(bulk_id, id) from approvals where workspace_id = ${workspaceId} and state = 'pending'
        limit ${countedAtMost}) a) as approvals,
      (select count(*)::int from (select from webhook_deliveries where workspace_id = ${workspaceId} and state = 'pending'
        limit ${countedAtMost}) w) as deliveries`.execute(db)
  const accounts = await sql<AccountRow>`
    select a.id, a.name, a.display_phone_number as phone, a.state, a.send_rate, p.rate as slowed_to, w.last_webhook_at,
      (select max(v.last_inbound_at) from conversations v where v.workspace_id = ${workspaceId} and v.account_id = a.id)
        as last_inbound_at,
      (select count(*)::int from (select from outbox o where o.account_id = a.id and o.state = 'queued'
        limit ${countedAtMost}) o) as queued
    from accounts a left join send_pace p on p.account_id = a.id
      left join account_webhooks w on w.account_id = a.id
    where a.workspace_id = ${workspaceId} order by a.is_default desc, a.name nulls last, a.id limit 200`.execute(db)
  const { lag = 0, queued = 0, leased = 0, unknown = 0, approvals = 0, deliveries = 0 } = sending.rows[0] ?? {}
  return {
    sending: { queued, lagSeconds: lag, leased, unknown, approvals, deliveries },
    accounts: accounts.rows.map((row) => ({
      accountId: row.id,
      name: row.name,
      phone: spacedPhone(row.phone),
      state: row.state,
      lastInboundAt: row.last_inbound_at?.toISOString() ?? null,
      lastWebhookAt: row.last_webhook_at?.toISOString() ?? null,
      queued: row.queued,
      messagesPerSecond: row.send_rate,
      slowedTo: row.slowed_to,
    })),
  }
}
