import type { AccountId, WorkspaceId } from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import type { Config } from '../config/config.ts'
import type { Queryable } from '../store/database.ts'

/**
 * The number that the environment configures (WHATSAPP_PHONE_NUMBER_ID), as an account; it becomes the workspace's default
 * where there is none yet. Its token stays in the environment and is never stored.
 *
 * @returns null where the environment names no number.
 */
export async function ensureConfiguredAccount(
  db: Queryable,
  workspaceId: WorkspaceId,
  { phoneNumberId, businessAccountId }: Config['whatsapp'],
): Promise<AccountId | null> {
  if (phoneNumberId === undefined) return null
  const { rows } = await db.query<{ id: AccountId }>(text, [
    uuidv7(),
    workspaceId,
    phoneNumberId,
    businessAccountId ?? null,
  ])
  return rows[0]?.id ?? null
}

const text = /* sql */ `
insert into accounts (id, workspace_id, transport, external_id, business_account_id, is_default)
select $1, $2, 'cloud-api', $3, $4, not exists (select from accounts where workspace_id = $2 and is_default)
on conflict (transport, external_id) do update set
  discovered = false,
  business_account_id = coalesce(excluded.business_account_id, accounts.business_account_id),
  is_default = accounts.is_default or excluded.is_default,
  updated_at = now()
returning id`
