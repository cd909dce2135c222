import type { WorkspaceId } from '@switchboard/contract'
import { appendEvents } from '../events/append.ts'
import { Refusal } from '../refusal.ts'
import { inTransaction } from '../store/in-transaction.ts'
import type { AccountDesk } from './account-desk.ts'
import { holdAccount, makeDefault } from './write-account.ts'

/** Sends that name no account go from this one. @throws {Refusal} account-not-found, account-disabled */
export async function setDefaultAccount(desk: AccountDesk, workspaceId: WorkspaceId, id: string): Promise<void> {
  await inTransaction(desk.pool, async (tx) => {
    const held = await holdAccount(tx, workspaceId, id)
    if (held.state === 'disabled')
      throw new Refusal('account-disabled', { detail: 'The account was taken away; it can be the default no more.' })
    if (held.isDefault) return
    await makeDefault(tx, held)
    await appendEvents(tx, [
      { workspaceId, accountId: id, type: 'account.default_changed', occurredAt: Date.now(), data: {} },
    ])
  })
  await desk.changed()
}
