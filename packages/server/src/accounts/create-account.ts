import type { AccountId, CreateAccount, WorkspaceId } from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import { appendEvents } from '../events/append.ts'
import { Refusal } from '../refusal.ts'
import { inTransaction } from '../store/in-transaction.ts'
import type { AccountForm } from '../transports/account-form.ts'
import type { AccountDesk } from './account-desk.ts'
import { readFields } from './read-fields.ts'
import { type HeldAccount, holdAccount, holdNumber, makeDefault, writeAccount } from './write-account.ts'

/**
 * Connects a number. One that was only seen in webhooks, or was taken away, becomes this account and keeps its history.
 * @throws {Refusal} account-exists, invalid-request
 */
export async function createAccount(
  desk: AccountDesk,
  workspaceId: WorkspaceId,
  input: CreateAccount,
): Promise<{ readonly id: AccountId; readonly isNew: boolean }> {
  const form = desk.forms[input.transport]
  if (!form) throw new Refusal('provider-type-not-supported', { detail: `There is no transport "${input.transport}".` })
  const fields: Readonly<Record<string, unknown>> = input
  const number = String(fields[form.numberField])
  const externalId = form.externalIdOf(number)
  const made = await inTransaction(desk.pool, async (tx) => {
    const before = await holdNumber(tx, form.transport, externalId)
    if (before) refuseTaken(before, workspaceId, externalId)
    // uuidv7() gives a fresh id; the brand says which kind.
    const id = before?.id ?? (uuidv7() as AccountId)
    if (!before) {
      await tx.query(`insert into accounts (id, workspace_id, transport, external_id) values ($1, $2, $3, $4)`, [
        id,
        workspaceId,
        form.transport,
        externalId,
      ])
    }
    const held = before ?? (await holdAccount(tx, workspaceId, id))
    const { secretNames, ...own } = readFields(form, desk.sealer, id, input)
    await writeAccount(tx, held, {
      ...own,
      name: input.name,
      state: input.state ?? 'active',
      displayPhoneNumber: displayOf(input, form, number),
      settings: input.settings,
    })
    const { rows: defaults } = await tx.query(`select from accounts where workspace_id = $1 and is_default`, [
      workspaceId,
    ])
    const isDefault = input.isDefault ?? defaults.length === 0
    if (isDefault) await makeDefault(tx, held)
    const data = { transport: form.transport, externalId, isDefault, secrets: secretNames, adopted: before !== null }
    await appendEvents(tx, [{ workspaceId, accountId: id, type: 'account.added', occurredAt: Date.now(), data }])
    return { id, isNew: before === null }
  })
  await desk.changed()
  return made
}

function refuseTaken(before: HeldAccount, workspaceId: string, externalId: string): void {
  if (before.workspaceId !== workspaceId)
    throw new Refusal('account-exists', { detail: `The number ${externalId} is connected elsewhere on this server.` })
  if (before.discovered || before.state === 'disabled') return
  throw new Refusal('account-exists', {
    detail: `The number ${externalId} is the account ${before.id}. Change it: PATCH /v1/accounts/${before.id}`,
  })
}

function displayOf(input: CreateAccount, form: AccountForm, number: string): string | undefined {
  const given = 'displayPhoneNumber' in input ? input.displayPhoneNumber : undefined
  return given ?? form.displayOf?.(number)
}
