import { createExchange, type ExchangeOptions } from '../exchange.ts'
import type { Transport } from '../transport.ts'
import { twilioCapabilities } from './send/capabilities.ts'
import { checkAccount } from './send/check-account.ts'
import { checkCredentials } from './send/check-credentials.ts'
import { downloadMedia } from './send/download-media.ts'
import { explainTwilioError } from './send/explain-error.ts'
import { sendMessage } from './send/send-message.ts'

export interface TwilioOptions extends ExchangeOptions {
  /** Unless the account's `settings.baseUrl` says otherwise. Default https://api.twilio.com */
  readonly baseUrl?: string
  /**
   * The public address of `POST /webhooks/twilio`, unless the account's `settings.statusCallback` says otherwise. Without one
   * Twilio sends receipts to where its console says, and an unknown outcome does not settle by itself.
   */
  readonly statusCallback?: string | undefined
}

/**
 * WhatsApp by Twilio's Programmable Messaging. An account's `externalId` is its number (digits, or E.164); its settings have
 * `accountSid`, unless `businessAccountId` is that (and `apiKeySid`, with the secret `apiKeySecret`; `messagingServiceSid`), its
 * secret is `authToken`, which also signs the webhooks.
 */
export function twilioTransport(options: TwilioOptions = {}): Transport & AsyncDisposable {
  const { baseUrl = 'https://api.twilio.com' } = options
  const exchange = createExchange(options)
  return {
    name: 'twilio',
    capabilities: twilioCapabilities,
    // The address of receipts may change while the server runs.
    send: (account, message, signal) =>
      sendMessage(exchange, { baseUrl, statusCallback: options.statusCallback }, account, message, signal),
    downloadMedia: (account, media, signal) => downloadMedia(exchange, baseUrl, account, media, signal),
    health: (account) => checkAccount(exchange, baseUrl, account),
    checkCredentials: (account) => checkCredentials(exchange, baseUrl, account),
    explainError: explainTwilioError,
    [Symbol.asyncDispose]: () => exchange[Symbol.asyncDispose](),
  }
}
