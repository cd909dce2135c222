import type { TransportAccount } from '../../transport.ts'
import { TransportError } from '../../transport-error.ts'

export interface GraphDefaults {
  readonly baseUrl: string
  readonly apiVersion: string
}

/** The address of a Graph node or edge. `account.settings` (`baseUrl`, `apiVersion`) go before the defaults. */
export function graphUrl(
  account: TransportAccount,
  defaults: GraphDefaults,
  path: readonly string[],
  query: Readonly<Record<string, string | undefined>> = {},
): URL {
  const base = account.settings['baseUrl'] || defaults.baseUrl
  const version = account.settings['apiVersion'] || defaults.apiVersion
  if (!URL.canParse(base) || !/^v\d{1,3}\.\d{1,2}$/.test(version)) throw wrongSettings(base, version)
  const url = new URL(base)
  url.pathname = [url.pathname.replace(/\/+$/, ''), version, ...path.map(encodeURIComponent)].join('/')
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value)
  return url
}

/** @throws {TransportError} where the account has none, or one that is no token. */
export function accessTokenOf(account: TransportAccount): string {
  const token = account.secrets['accessToken']?.trim() ?? ''
  // Anything but printable ASCII would be refused as a header, by an error that might quote it.
  if (/^[\x21-\x7e]+$/.test(token)) return token
  throw new TransportError({
    outcome: 'not-sent',
    retryable: false,
    sentence: token === '' ? 'The account has no access token.' : 'The access token of the account is not one.',
    remedy: 'Save a system user token from Meta Business settings in the account.',
  })
}

/** @throws {TransportError} where it is not known. */
export function businessAccountOf(account: TransportAccount): string {
  if (account.businessAccountId !== null && account.businessAccountId !== '') return account.businessAccountId
  throw new TransportError({
    outcome: 'not-sent',
    retryable: false,
    sentence: 'The account does not say which WhatsApp business account it belongs to.',
    remedy: 'Save the business account id (WhatsApp Manager shows it) in the account.',
  })
}

function wrongSettings(baseUrl: string, apiVersion: string): TransportError {
  return new TransportError({
    outcome: 'not-sent',
    retryable: false,
    sentence: `The settings of the account are no address: base URL ${baseUrl}, version ${apiVersion}.`,
    remedy: 'They look like https://graph.facebook.com and v23.0.',
  })
}
