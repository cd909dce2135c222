import type { AccountCheck, WorkspaceId } from '@switchboard/contract'
import { Refusal } from '../refusal.ts'
import type { Queryable } from '../store/database.ts'
import type { Transport, TransportAccount } from '../transports/transport.ts'
import { TransportError } from '../transports/transport-error.ts'
import { showReport } from './check-draft.ts'
import type { Connections } from './connections.ts'
import { findConnections } from './find-connections.ts'

/** What asking the provider about an account needs. */
export interface AccountServices {
  readonly db: Queryable
  readonly connections: Connections
  readonly transports: Readonly<Partial<Record<string, Transport>>>
  readonly accountOf: (accountId: string) => Promise<TransportAccount>
}

/** Looks at every part of it. What is wrong is in the answer. @throws {Refusal} account-not-found */
export async function checkAccount(
  { db, connections, transports, accountOf }: AccountServices,
  workspaceId: WorkspaceId,
  id: string,
): Promise<AccountCheck> {
  const access = (await findConnections(db, workspaceId, id)).get(id)
  if (!access) throw new Refusal('account-not-found', { detail: `There is no account ${id} in this workspace.` })
  const { ready, detail, simulated } = connections.of(access)
  const parts: AccountCheck['parts'] = [{ part: 'secrets', ok: ready, detail }]
  const transport = transports[access.transport]
  if (transport && ready) parts.push({ part: 'provider', ...(await ask(transport, () => accountOf(id))) })
  // The simulator signs with whatever secret the server has.
  const problem = simulated ? null : connections.webhookProblem(access)
  parts.push({ part: 'webhook', ok: problem === null, detail: problem ?? 'Its webhooks can be verified.' })
  const report = transport && ready ? await reportOf(transport, () => accountOf(id)) : null
  const credentialsOk = report?.ok ?? true
  return {
    ok: parts.every(({ ok }) => ok) && credentialsOk,
    parts,
    findings: report?.findings ?? [],
  }
}

/** Null: it could not be opened, which another part of the answer says. */
async function reportOf(transport: Transport, open: () => Promise<TransportAccount>) {
  try {
    return await showReport(transport, await open())
  } catch (error) {
    if (error instanceof TransportError) return null
    throw error
  }
}

async function ask(transport: Transport, open: () => Promise<TransportAccount>) {
  try {
    return await transport.health(await open())
  } catch (error) {
    if (error instanceof TransportError) return { ok: false, detail: error.sentence }
    throw error
  }
}
