import type { Settings } from './config/load.ts'
import { localAccessToken, startLocalSimulator } from './simulator/local-simulator.ts'
import type { SimulatedNumber } from './simulator/options.ts'
import type { Simulator } from './simulator/simulator.ts'
import type { TransportAccount } from './transports/transport-account.ts'

/** Meta's stand-in beside this server: its number is an account like any other, reached at another address. */
export interface SimulatorParts extends AsyncDisposable {
  readonly url: string
  readonly phoneNumberId: string
  readonly businessAccountId: string
  readonly number: SimulatedNumber
  /** The customers' phones. */
  readonly phones: Pick<Simulator, 'phone' | 'findPhone' | 'phones' | 'files' | 'watch'>
  /** What the simulated number is reached with, instead of Meta's address and a token. */
  readonly access: Pick<TransportAccount, 'secrets' | 'settings'>
  /** `serverUrl` is where this server listens, which is known only when it does. */
  connect(serverUrl: string): void
}

/** How far above the server's port it listens, where that is free. */
const portsAbove = 100

/** Started where the configuration asks for it (`config.simulator`). */
export async function composeSimulator({ config, secrets }: Settings): Promise<SimulatorParts | undefined> {
  if (!config.simulator) return undefined
  const { phoneNumberId, businessAccountId } = config.whatsapp
  const simulator: Simulator = await startLocalSimulator({
    appSecret: secrets.appSecret,
    phoneNumberId,
    businessAccountId,
    port: config.port === 0 || config.port > 65_535 - portsAbove ? 0 : config.port + portsAbove,
    // Customers also write by webhooks that it knows nothing of (`switchboard demo`), and it forgets all when the server stops, which
    // forgets nothing. The gate keeps the 24 hours, and names what can be read and reacted to.
    serviceWindow: false,
    knownMessagesOnly: false,
  })
  const [number] = simulator.numbers
  if (!number) throw new Error('the local simulator has no number')
  return {
    url: simulator.url,
    phoneNumberId: number.id,
    businessAccountId: number.businessAccountId,
    number,
    phones: simulator,
    access: { secrets: { accessToken: localAccessToken }, settings: { baseUrl: simulator.url } },
    connect: (serverUrl) => simulator.setWebhookUrl(`${serverUrl}/webhooks/whatsapp`),
    [Symbol.asyncDispose]: () => simulator[Symbol.asyncDispose](),
  }
}
