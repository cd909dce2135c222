import type { AccountId, WorkspaceId } from '@switchboard/contract'
import type pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { localNumber } from '../simulator/local-simulator.ts'
import { inTransaction } from '../store/in-transaction.ts'

export interface ConfiguredNumber {
  readonly phoneNumberId: string | undefined
  readonly businessAccountId: string | undefined
}

/**
 * The number that the environment configures (WHATSAPP_PHONE_NUMBER_ID), as an account; it becomes the workspace's default
 * where there is none yet, or only the simulated one. Its token stays in the environment and is never stored.
 *
 * @returns null where the environment names no number.
 */
export async function ensureConfiguredAccount(
  pool: pg.Pool,
  workspaceId: WorkspaceId,
  { phoneNumberId, businessAccountId }: ConfiguredNumber,
): Promise<AccountId | null> {
  if (phoneNumberId === undefined) return null
  return inTransaction(pool, async (tx) => {
    if (phoneNumberId !== localNumber.id) await tx.query(stepBack, [workspaceId, localNumber.id])
    // Of others the provider says how they are dialled, in the first webhook.
    const displayed = phoneNumberId === localNumber.id ? localNumber.displayPhoneNumber.replace(/\D/g, '') : null
    const values = [uuidv7(), workspaceId, phoneNumberId, businessAccountId ?? null, displayed]
    const { rows } = await tx.query<{ id: AccountId }>(text, values)
    return rows[0]?.id ?? null
  })
}

/** The first real number takes the place of the simulated one. */
const stepBack = /* sql */ `
update accounts set is_default = false, updated_at = now() where workspace_id = $1 and is_default and external_id = $2`

const text = /* sql */ `
insert into accounts (id, workspace_id, transport, external_id, business_account_id, display_phone_number, is_default)
select $1, $2, 'cloud-api', $3, $4, $5, not exists (select from accounts where workspace_id = $2 and is_default)
on conflict (transport, external_id) do update set
  discovered = false,
  display_phone_number = coalesce(accounts.display_phone_number, excluded.display_phone_number),
  business_account_id = coalesce(excluded.business_account_id, accounts.business_account_id),
  -- one that was taken away over REST stays so
  is_default = accounts.is_default or (excluded.is_default and accounts.state <> 'disabled'),
  updated_at = now()
returning id`
