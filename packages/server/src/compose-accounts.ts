import type { Logger } from 'pino'
import type { AccountDesk } from './accounts/account-desk.ts'
import { type AccountVault, createAccountVault } from './accounts/account-vault.ts'
import { type Connections, createConnections, type Fallback } from './accounts/connections.ts'
import { refusePending } from './accounts/refuse-pending.ts'
import { startWebhookSecrets, type WebhookSecrets } from './accounts/webhook-secrets.ts'
import { startWebhookSightings, type WebhookSightings } from './accounts/webhook-sightings.ts'
import type { SimulatorParts } from './compose-simulator.ts'
import type { Settings } from './config/load.ts'
import type { AccountAccess } from './outbox/send-request.ts'
import { createSealer } from './sealing/seal.ts'
import type { Store } from './startup/open-store.ts'
import type { AccountForm } from './transports/account-form.ts'
import { cloudApiForm } from './transports/cloud-api/account-form.ts'
import { testForm } from './transports/test/account-form.ts'
import { twilioForm } from './transports/twilio/account-form.ts'
import type { TransportName } from './transports/webhook-reader.ts'

/** The numbers of the workspaces: what they are reached and verified with, and how that is changed. */
export interface AccountParts extends AsyncDisposable {
  readonly connections: Connections
  readonly vault: AccountVault
  readonly desk: AccountDesk
  readonly webhookSecrets: WebhookSecrets
  readonly sightings: WebhookSightings
  /** A job: what a taken-away account still had to send. */
  refusePending(signal: AbortSignal): Promise<void>
}

export interface AccountOptions {
  readonly settings: Settings
  readonly store: Store
  readonly log: Logger
  readonly simulator: SimulatorParts | undefined
  readonly onEvents: () => void
}

const forms: Readonly<Record<TransportName, AccountForm>> = {
  'cloud-api': cloudApiForm,
  twilio: twilioForm,
  test: testForm,
}

export async function composeAccounts(options: AccountOptions): Promise<AccountParts> {
  const { settings, store, log, onEvents } = options
  const { pool } = store
  const sealer = createSealer(settings.secrets.keyring.keysFor('account secrets'))
  const connections = createConnections({ forms, keys: sealer, fallback: fallbackOf(options) })
  const vault = createAccountVault({ db: pool, sealer, connections })
  const webhookSecrets = await startWebhookSecrets({ db: pool, sealer, log })
  const { accountsVerifiedBy } = webhookSecrets
  const sightings = startWebhookSightings({ db: pool, log, accountsVerifiedBy })
  const changed = async (): Promise<void> => {
    vault.forget()
    // It was committed. Where the database is away now, the next reading sees it.
    await webhookSecrets.refresh().catch((err: unknown) => log.warn({ err }, 'secrets of webhooks are read later'))
  }
  return {
    connections,
    vault,
    desk: { pool, forms, sealer, changed },
    webhookSecrets,
    sightings,
    async refusePending(signal) {
      while (!signal.aborted && (await refusePending(pool)) > 0) onEvents()
    },
    async [Symbol.asyncDispose]() {
      await sightings[Symbol.asyncDispose]()
      await webhookSecrets[Symbol.asyncDispose]()
    },
  }
}

/** What the environment gives: a token for every number at Meta that has none of its own, and the simulated number. */
function fallbackOf({ settings, simulator }: AccountOptions): (account: AccountAccess) => Fallback | undefined {
  const { accessToken } = settings.secrets
  return ({ transport, externalId }) => {
    if (transport !== 'cloud-api') return undefined
    if (simulator && externalId === simulator.phoneNumberId)
      return { ...simulator.access, detail: 'It is a simulated number on this machine.', simulated: true }
    if (accessToken === undefined) return undefined
    const detail = 'It is reached with the token of the environment (WHATSAPP_ACCESS_TOKEN).'
    return { secrets: { accessToken }, settings: {}, detail }
  }
}
