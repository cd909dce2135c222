import {
  type AccountId,
  AccountId as AccountIdSchema,
  type ConnectedAccount,
  type WorkspaceId,
} from '@switchboard/contract'
import { z } from 'zod'
import type { AccountDesk } from '../../../accounts/account-desk.ts'
import type { AccountServices } from '../../../accounts/check-account.ts'
import type { DraftServices } from '../../../accounts/check-draft.ts'
import { findConnections } from '../../../accounts/find-connections.ts'
import type { Database } from '../../../store/database.ts'
import { getAccount, listAccounts } from '../../../store/queries/list-accounts.ts'
import { Refusal } from '../../problem.ts'

/** What the routes of accounts have in common. */
export interface AccountRoutes {
  readonly db: Database
  readonly desk: AccountDesk
  readonly services: AccountServices
  readonly settingsOf: DraftServices['settingsOf']
  /** Where providers reach this server, now. */
  readonly publicAddress: {
    base(): string | undefined
    reachedBy(): 'configured' | 'tunnel' | null
  }
  /** Events were appended: the feed may look at once. */
  readonly onEvents: () => void
}

export const AccountParams = z.object({ id: AccountIdSchema })

/** As lists and answers show it: with whether it can act, without any secret. @throws {Refusal} account-not-found */
export async function showAccount(
  { db, services }: Pick<AccountRoutes, 'db' | 'services'>,
  workspaceId: WorkspaceId,
  id: AccountId,
): Promise<ConnectedAccount> {
  const account = await getAccount(db, workspaceId, { accountId: id })
  const access = (await findConnections(services.db, workspaceId, id)).get(id)
  if (account && access) return { ...account, connection: services.connections.of(access) }
  throw new Refusal('account-not-found', { detail: `There is no account ${id} in this workspace.` })
}

export async function showAccounts(
  { db, services }: Pick<AccountRoutes, 'db' | 'services'>,
  workspaceId: WorkspaceId,
): Promise<ConnectedAccount[]> {
  const accounts = await listAccounts(db, workspaceId)
  const access = await findConnections(services.db, workspaceId)
  return accounts.flatMap((account) => {
    const found = access.get(account.id)
    return found ? { ...account, connection: services.connections.of(found) } : []
  })
}
