import type { Logger } from 'pino'
import type { AccountParts } from './compose-accounts.ts'
import type { Settings } from './config/load.ts'
import { privateLink } from './http/private-link.ts'
import { parseAddressRange } from './http/public-address.ts'
import { checkSendable } from './media/check-sendable.ts'
import { startDispatcher } from './outbox/dispatch.ts'
import type { Dispatcher } from './outbox/dispatcher.ts'
import { findUnknown } from './outbox/find-unknown.ts'
import type { SendRules } from './outbox/send-request.ts'
import type { Store } from './startup/open-store.ts'
import type { PublicAddress } from './startup/public-address.ts'
import { templateLookup } from './templates/template-lookup.ts'
import { cloudApiTransport } from './transports/cloud-api/transport.ts'
import { testTransport } from './transports/test/transport.ts'
import type { Transport } from './transports/transport.ts'
import type { TransportAccount } from './transports/transport-account.ts'
import { twilioTransport } from './transports/twilio/transport.ts'
import type { TransportName } from './transports/webhook-reader.ts'

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
  readonly accounts: Pick<AccountParts, 'connections' | 'vault'>
  readonly publicAddress: Pick<PublicAddress, 'base'>
  readonly onEvents: () => void
}

/** Every transport is there; what an account lacks for its own is known to the gate, which refuses before anything is queued. */
export function composeSending({
  settings,
  store,
  log,
  accounts,
  publicAddress,
  onEvents,
}: SendingOptions): SendingParts {
  const undo = new AsyncDisposableStack()
  const { whatsapp, twilio, roles, fetchAllowed } = settings.config
  const allowed = fetchAllowed.map(parseAddressRange).filter((range) => range !== undefined)
  const twilioOptions = {
    baseUrl: twilio.baseUrl,
    get statusCallback() {
      const base = publicAddress.base()
      return base && `${base}/webhooks/twilio`
    },
  }
  const named: Readonly<Record<TransportName, Transport>> = {
    'cloud-api': undo.use(cloudApiTransport({ baseUrl: whatsapp.baseUrl, apiVersion: whatsapp.apiVersion })),
    twilio: undo.use(twilioTransport(twilioOptions)),
    test: testTransport({ keeps: 0 }),
  }
  const transports: Readonly<Partial<Record<string, Transport>>> = named
  const { accountOf } = accounts.vault
  const rules: SendRules = {
    capabilitiesOf: (name) => transports[name]?.capabilities,
    lackOf(account) {
      const { ready, detail } = accounts.connections.of(account)
      return ready ? null : detail
    },
    linkRefusal: (link) => privateLink(link, allowed),
    fileProblem(file, as, capabilities) {
      const problem = checkSendable(file, as, capabilities)
      return problem && { code: problem.code, reason: `${problem.sentence} ${problem.remedy}` }
    },
    templates: templateLookup,
  }
  const dispatcher = roles.has('dispatch')
    ? undo.adopt(startDispatcher({ pool: store.pool, transports: named, accountOf, rules, log, onEvents }), (running) =>
        running.stop(),
      )
    : undefined
  return {
    rules,
    dispatcher,
    transports: named,
    accountOf,
    async findUnknown(signal) {
      await findUnknown({ pool: store.pool, transports: named, accountOf, signal })
    },
    [Symbol.asyncDispose]: () => undo.disposeAsync(),
  }
}
