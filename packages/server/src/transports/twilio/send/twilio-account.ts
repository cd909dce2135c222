import type { TransportAccount } from '../../transport.ts'
import { TransportError } from '../../transport-error.ts'

export interface TwilioCredentials {
  readonly accountSid: string
  readonly authorization: string
}

/**
 * Basic authentication by an API key (`settings.apiKeySid`, `secrets.apiKeySecret`) or by the account's own `authToken`.
 * @throws {TransportError} where they are not there or cannot be.
 */
export function credentialsOf(account: TransportAccount): TwilioCredentials {
  const accountSid = account.settings['accountSid'] ?? account.businessAccountId ?? ''
  const { authToken = '', apiKeySecret = '' } = account.secrets
  const apiKeySid = account.settings['apiKeySid'] ?? ''
  const [user, password] = apiKeySid !== '' && apiKeySecret !== '' ? [apiKeySid, apiKeySecret] : [accountSid, authToken]
  if (!/^AC[0-9a-zA-Z]{8,64}$/.test(accountSid)) throw incomplete('account SID (AC…)')
  if (!/^[\x21-\x7e]+$/.test(password)) throw incomplete('auth token')
  return { accountSid, authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }
}

/** Where the account's API is, without a slash at the end. `settings.baseUrl` goes before the default. */
export function twilioBase(account: TransportAccount, defaultBaseUrl: string): string {
  const base = account.settings['baseUrl'] || defaultBaseUrl
  if (URL.canParse(base)) return base.replace(/\/+$/, '')
  throw incomplete('base URL (https://api.twilio.com)')
}

function incomplete(what: string): TransportError {
  return new TransportError({
    outcome: 'not-sent',
    retryable: false,
    sentence: `The account has no valid ${what}.`,
    remedy: 'The Twilio console shows it; save it in the account.',
  })
}
