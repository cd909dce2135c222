import type { UpdateAccount, WorkspaceId } from '@switchboard/contract'
import { appendEvents } from '../events/append.ts'
import { Refusal } from '../refusal.ts'
import { inTransaction } from '../store/in-transaction.ts'
import type { AccountDesk } from './account-desk.ts'
import { readFields } from './read-fields.ts'
import { holdAccount, writeAccount } from './write-account.ts'

/** What is given changes, the rest stays. @throws {Refusal} account-not-found, account-disabled, invalid-request */
export async function updateAccount(
  desk: AccountDesk,
  workspaceId: WorkspaceId,
  id: string,
  change: UpdateAccount,
): Promise<void> {
  await inTransaction(desk.pool, async (tx) => {
    const held = await holdAccount(tx, workspaceId, id)
    if (held.state === 'disabled') {
      const detail = 'The account was taken away, and its secrets with it. Connect the number again: POST /v1/accounts'
      throw new Refusal('account-disabled', { detail })
    }
    const form = desk.forms[held.transport]
    if (!form)
      throw new Refusal('provider-type-not-supported', { detail: `There is no transport "${held.transport}".` })
    const { secretNames, ...own } = readFields(form, desk.sealer, id, change)
    const { name, state, displayPhoneNumber, settings } = change
    await writeAccount(tx, held, { ...own, name, state, displayPhoneNumber, settings })
    if (secretNames.length > 0) {
      // What failed for want of a token is fetched now, not hours later.
      await tx.query(`update media set due_at = now() where account_id = $1 and state = 'pending' and due_at > now()`, [
        id,
      ])
    }
    const { settings: given, ...others } = change
    const changed = [...Object.keys(others), ...Object.keys(given ?? {}).map((setting) => `settings.${setting}`)]
    const data = { changed, secrets: secretNames, state: state ?? held.state }
    await appendEvents(tx, [{ workspaceId, accountId: id, type: 'account.changed', occurredAt: Date.now(), data }])
  })
  await desk.changed()
}
