import type { Config } from '../config/config.ts'
import { parseAddressRange } from '../http/public-address.ts'
import { createIdentityProvider, type IdentityProvider } from '../people/single-sign-on/identity-provider.ts'
import { createProviderFetch } from '../people/single-sign-on/provider-fetch.ts'

/** Nothing is asked of the provider before somebody signs in: a start does not wait for it. @throws none is configured */
export function identityProviderOf(
  { singleSignOn, fetchAllowed }: Pick<Config, 'singleSignOn' | 'fetchAllowed'>,
  clientSecret: string | undefined,
  log: { warn(fields: object, message: string): void },
): IdentityProvider {
  if (!singleSignOn) throw new Error('OIDC_ISSUER is not set')
  const { issuer, clientId } = singleSignOn
  const allowed = fetchAllowed.map(parseAddressRange).filter((range) => range !== undefined)
  return createIdentityProvider({ issuer, clientId, clientSecret, fetch: createProviderFetch(issuer, allowed), log })
}
