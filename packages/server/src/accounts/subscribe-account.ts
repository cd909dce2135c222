import type { AccountSubscription, WorkspaceId } from '@switchboard/contract'
import { Refusal } from '../refusal.ts'
import { inWords, openAccount } from './ask-provider.ts'
import type { AccountServices } from './check-account.ts'

/** Which apps get the webhooks of its business account. @throws {Refusal} account-not-found, account-cannot, provider-refused */
export async function readSubscription(
  services: AccountServices,
  workspaceId: WorkspaceId,
  id: string,
): Promise<AccountSubscription> {
  const { transport, account } = await openAccount(services, workspaceId, id)
  const apps = await inWords(async () => transport.readSubscriptions?.(account))
  if (!apps) throw cannot(transport.name)
  return {
    apps: apps.map((app) => ({
      id: app.id ?? null,
      name: app.name ?? null,
      callbackUrl: app.callbackUrl ?? null,
    })),
  }
}

/**
 * Asks for the webhooks of its business account; with a callback address straight to here.
 * @throws {Refusal} account-not-found, account-cannot, provider-refused; conflict where the account has no verify token to be asked
 * with
 */
export async function subscribeAccount(
  services: AccountServices,
  workspaceId: WorkspaceId,
  id: string,
  callbackUrl: string | undefined,
): Promise<AccountSubscription> {
  const { transport, account } = await openAccount(services, workspaceId, id)
  if (!transport.subscribeWebhooks) throw cannot(transport.name)
  const verifyToken = account.secrets['verifyToken']
  if (callbackUrl !== undefined && verifyToken === undefined) {
    const detail = 'The account has no verify token, with which the provider asks this server first. Save one in it.'
    throw new Refusal('conflict', { detail })
  }
  const target = callbackUrl !== undefined && verifyToken !== undefined ? { callbackUrl, verifyToken } : undefined
  await inWords(async () => transport.subscribeWebhooks?.(account, target))
  return readSubscription(services, workspaceId, id)
}

function cannot(transport: string): Refusal {
  const detail = `Of ${transport} accounts webhooks are set up at the provider, not from here.`
  return new Refusal('account-cannot', { detail })
}
