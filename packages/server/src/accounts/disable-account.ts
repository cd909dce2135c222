import type { WorkspaceId } from '@switchboard/contract'
import { appendEvents } from '../events/append.ts'
import { Refusal } from '../refusal.ts'
import { inTransaction } from '../store/in-transaction.ts'
import type { AccountDesk } from './account-desk.ts'
import { refusePending } from './refuse-pending.ts'
import { holdAccount, writeAccount } from './write-account.ts'

/** Batches of pending sends that are refused before the answer; the rest by the job. */
const batchesAtOnce = 20

/**
 * Takes an account away: its secrets go, its history stays, what waits to be sent from it is refused. Twice is once.
 * @throws {Refusal} account-not-found; account-is-default while there are others that could be it
 */
export async function disableAccount(
  desk: AccountDesk,
  workspaceId: WorkspaceId,
  id: string,
  onEvents: () => void,
): Promise<void> {
  await inTransaction(desk.pool, async (tx) => {
    const held = await holdAccount(tx, workspaceId, id)
    if (held.state === 'disabled') return
    if (held.isDefault) {
      const { rows } = await tx.query(
        `select from accounts where workspace_id = $1 and id <> $2 and state <> 'disabled' limit 1`,
        [workspaceId, id],
      )
      const detail = 'Make another account the default first: POST /v1/accounts/<id>/default'
      if (rows.length > 0) throw new Refusal('account-is-default', { detail })
    }
    const secrets = Object.fromEntries(held.secretNames.map((name) => [name, null]))
    await writeAccount(tx, held, { state: 'disabled', secrets })
    await tx.query(`update accounts set is_default = false where id = $1`, [id])
    const data = { secretsRemoved: held.secretNames }
    await appendEvents(tx, [{ workspaceId, accountId: id, type: 'account.disabled', occurredAt: Date.now(), data }])
  })
  await desk.changed()
  for (let batch = 0; batch < batchesAtOnce && (await refusePending(desk.pool)) > 0; batch += 1);
  onEvents()
}
