import type { AccountId } from '@switchboard/contract'
import type { Queryable } from '../database.ts'

export interface AccountWebhookRow {
  readonly transport: string
  readonly hasVerifyToken: boolean
  readonly verifiedAt: Date | null
  readonly lastWebhookAt: Date | null
}

/** Null: there is no such account. */
export async function getAccountWebhook(
  db: Queryable,
  workspaceId: string,
  accountId: AccountId,
): Promise<AccountWebhookRow | null> {
  const { rows } = await db.query<AccountWebhookRow>(
    `select a.transport, a.secrets ? 'verifyToken' as "hasVerifyToken", w.verified_at as "verifiedAt",
       w.last_webhook_at as "lastWebhookAt"
     from accounts a left join account_webhooks w on w.account_id = a.id where a.workspace_id = $1 and a.id = $2`,
    [workspaceId, accountId],
  )
  return rows[0] ?? null
}
