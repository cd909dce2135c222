import { type LookupAddress, type LookupOptions, lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { FetchRefused } from './fetch-refused.ts'
import { type AddressRange, isReachable } from './public-address.ts'

/** Every address of a name, as the system resolves it. */
export type Resolve = (hostname: string, options: LookupOptions) => Promise<readonly LookupAddress[]>

export const systemResolve: Resolve = (hostname, options) =>
  new Promise((resolve, reject) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)))
  })

/**
 * The look-up that a socket does before it connects. What was checked is what is connected to: there is no second look-up
 * that could answer differently. A name with even one address that is not public is refused whole.
 */
export function guardedLookup(resolve: Resolve, allowed: readonly AddressRange[]): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, options).then(
      (addresses) => {
        const [first] = addresses
        if (!first) return done(new Error(`${hostname} has no address`), [])
        if (!addresses.every(({ address }) => isReachable(address, allowed))) return done(notPublic(hostname), [])
        if (options.all) done(null, [...addresses])
        else done(null, first.address, first.family)
      },
      (error: Error) => done(error, []),
    )
  }
}

/** Says no more than that: which private address it is, is nobody's business. */
export function notPublic(host: string): FetchRefused {
  return new FetchRefused(
    'address-not-public',
    `${host} is not on the public internet, and this server does not go to private addresses.`,
  )
}
