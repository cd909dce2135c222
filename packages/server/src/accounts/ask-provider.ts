import type { WorkspaceId } from '@switchboard/contract'
import { Refusal } from '../refusal.ts'
import type { Transport, TransportAccount } from '../transports/transport.ts'
import { TransportError } from '../transports/transport-error.ts'
import type { AccountServices } from './check-account.ts'
import { findConnections } from './find-connections.ts'

/**
 * The transport of an account of the workspace, and the account ready to be used with it.
 * @throws {Refusal} account-not-found; provider-refused where it lacks something
 */
export async function openAccount(
  { db, transports, accountOf }: AccountServices,
  workspaceId: WorkspaceId,
  id: string,
): Promise<{ readonly transport: Transport; readonly account: TransportAccount }> {
  const access = (await findConnections(db, workspaceId, id)).get(id)
  const transport = access && transports[access.transport]
  if (!transport) throw new Refusal('account-not-found', { detail: `There is no account ${id} in this workspace.` })
  return { transport, account: await inWords(() => accountOf(id)) }
}

/** A provider's refusal or silence as ours. @throws {Refusal} provider-refused */
export async function inWords<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof TransportError)) throw error
    const { sentence, remedy, providerCode } = error
    const code = providerCode === undefined ? '' : ` (code ${providerCode})`
    throw new Refusal('provider-refused', {
      detail: [`${sentence}${code}`, remedy].filter(Boolean).join(' '),
      cause: error,
    })
  }
}
