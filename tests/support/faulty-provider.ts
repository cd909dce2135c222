import type { FaultSettings } from '../../packages/server/src/simulator/faults.ts'
import {
  localAccessToken,
  localNumber,
  startLocalSimulator,
} from '../../packages/server/src/simulator/local-simulator.ts'
import type { Simulator } from '../../packages/server/src/simulator/simulator.ts'

const appSecret = 'the app secret of the fault run'

/** How the server is told of it. */
export const environmentOf = (simulator: Simulator) => ({
  WHATSAPP_APP_SECRET: appSecret,
  WHATSAPP_BASE_URL: simulator.url,
  WHATSAPP_ACCESS_TOKEN: localAccessToken,
  WHATSAPP_PHONE_NUMBER_ID: localNumber.id,
  WHATSAPP_WABA_ID: localNumber.businessAccountId,
  ADMIN_API_KEY: 'admin123',
})

/** A simulator whose webhooks are repeated sooner than Meta's, or a test would take days. */
export function startProvider(): Promise<Simulator> {
  return startLocalSimulator({
    appSecret,
    messagesPerSecond: 1_000,
    delays: { sent: [0, 60], delivered: [0, 120], read: [0, 200] },
    webhooks: { retries: Array.from({ length: 500 }, () => 500) },
    seed: 'fault run',
  })
}

/** What goes wrong all the time. Where an answer is lost nobody can know at once whether the message was taken. */
const always: FaultSettings = {
  // Long enough that a kill meets messages on their way.
  latencyMilliseconds: 150,
  cutAfterAccepting: 0.03,
  cutBeforeAccepting: 0.01,
  badGatewayAfterAccepting: 0.01,
  badGateway: 0.01,
  serverError: 0.03,
  overtake: 0.1,
  duplicateWebhooks: 0.2,
  shuffleWebhooks: true,
  delayWebhooksMilliseconds: 10,
}

/**
 * In every second round webhooks are not delivered, in every third the provider says that we are too fast. The last round has no
 * webhooks either: whatever was on its way when the server was killed must be known as unknown, and not be sent again, before
 * receipts tell what became of it.
 */
export function faultsOfRound(round: number, rounds: number): FaultSettings {
  const webhookOutage = round % 2 === 1 || round === rounds - 1
  return { ...always, webhookOutage, tooManyRequests: { next: round % 3 === 0 ? 3 : 0 } }
}
