import type { AccountId, WorkspaceId } from '@switchboard/contract'
import type { Queryable } from '../store/database.ts'

export interface BusinessAccount {
  readonly accountId: AccountId
  readonly transport: string
  readonly businessAccountId: string | null
}

/** The account that is named, one of the business, or the workspace's default; one that is configured before one only seen. */
export async function findBusinessAccount(
  db: Queryable,
  workspaceId: WorkspaceId,
  {
    accountId,
    businessAccountId,
  }: { readonly accountId?: string | undefined; readonly businessAccountId?: string | undefined },
): Promise<BusinessAccount | null> {
  const { rows } = await db.query<BusinessAccount>(
    `select id as "accountId", transport, business_account_id as "businessAccountId" from accounts
     where workspace_id = $1 and state <> 'disabled' and ($2::uuid is null or id = $2)
       and ($3::text is null or business_account_id = $3)
     order by is_default desc, discovered, created_at limit 1`,
    [workspaceId, accountId ?? null, businessAccountId ?? null],
  )
  return rows[0] ?? null
}
