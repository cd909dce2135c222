import type { Logger } from 'pino'
import type { SimulatorParts } from './compose-simulator.ts'
import type { Settings } from './config/load.ts'
import { type Dispatcher, startDispatcher } from './outbox/dispatch.ts'
import { findUnknown } from './outbox/find-unknown.ts'
import type { SendRules } from './outbox/send-request.ts'
import type { Store } from './startup/open-store.ts'
import type { Queryable } from './store/database.ts'
import { templateLookup } from './templates/template-lookup.ts'
import { cloudApiTransport } from './transports/cloud-api/transport.ts'
import type { Transport } from './transports/transport.ts'
import type { TransportAccount } from './transports/transport-account.ts'
import { TransportError } from './transports/transport-error.ts'

/** The way out: what deciding needs, and the dispatcher where this process plays that role. */
export interface SendingParts extends AsyncDisposable {
  readonly rules: SendRules
  readonly dispatcher: Dispatcher | undefined
  /** By name; with `accountOf` what files are fetched and brought with. */
  readonly transports: Readonly<Record<string, Transport>>
  readonly accountOf: (accountId: string) => Promise<TransportAccount>
  /** A job: what became of sends whose answer was lost. */
  findUnknown(signal: AbortSignal): Promise<void>
}

export interface SendingOptions {
  readonly settings: Settings
  readonly store: Store
  readonly log: Logger
  readonly simulator: SimulatorParts | undefined
  readonly onEvents: () => void
}

/** A transport is there only where the configuration has what it needs; without it the gate refuses before anything is queued. */
export function composeSending({ settings, store, log, simulator, onEvents }: SendingOptions): SendingParts {
  const undo = new AsyncDisposableStack()
  const { whatsapp, roles } = settings.config
  const transports: Record<string, Transport> = {}
  if (settings.secrets.accessToken !== undefined || simulator) {
    const { baseUrl, apiVersion } = whatsapp
    transports['cloud-api'] = undo.use(cloudApiTransport({ baseUrl, apiVersion }))
  }
  const accountOf = (accountId: string) => findAccount(store.pool, { settings, simulator }, accountId)
  const dispatcher = roles.has('dispatch')
    ? undo.adopt(startDispatcher({ pool: store.pool, transports, accountOf, log, onEvents }), (running) =>
        running.stop(),
      )
    : undefined
  return {
    rules: { capabilitiesOf: (name) => transports[name]?.capabilities, templates: templateLookup },
    dispatcher,
    transports,
    accountOf,
    async findUnknown(signal) {
      await findUnknown({ pool: store.pool, transports, accountOf, signal })
    },
    [Symbol.asyncDispose]: () => undo.disposeAsync(),
  }
}

interface AccountRow {
  readonly external_id: string
  readonly business_account_id: string | null
}

/** Every number of the business is reached with the token of the environment, but the simulated one. */
async function findAccount(
  db: Queryable,
  { settings: { secrets }, simulator }: Pick<SendingOptions, 'settings' | 'simulator'>,
  accountId: string,
): Promise<TransportAccount> {
  const { rows } = await db.query<AccountRow>(`select external_id, business_account_id from accounts where id = $1`, [
    accountId,
  ])
  const [row] = rows
  if (!row)
    throw new TransportError({ outcome: 'not-sent', retryable: false, sentence: 'The account is not there any more.' })
  return {
    accountId,
    externalId: row.external_id,
    businessAccountId: row.business_account_id,
    ...(simulator && row.external_id === simulator.phoneNumberId
      ? simulator.access
      : { secrets: secrets.accessToken === undefined ? {} : { accessToken: secrets.accessToken }, settings: {} }),
  }
}
