import { isIP } from 'node:net'
import { type Resolve, systemResolve } from '../http/guarded-lookup.ts'
import { type AddressRange, isPublicAddress, isReachable } from '../http/public-address.ts'
import { Refusal } from '../refusal.ts'

/**
 * Refuses what deliveries would fail at anyway, while somebody looks: no web address, a user name in it, private addresses, a
 * name without an address, http on the public internet. Each delivery is checked again, in the look-up of its connection.
 *
 * @throws {Refusal} webhook-url-refused
 */
export async function checkUrl(
  text: string,
  { allowed, resolve = systemResolve }: { readonly allowed: readonly AddressRange[]; readonly resolve?: Resolve },
): Promise<void> {
  if (!URL.canParse(text)) throw refused('It is not a web address. One looks like https://example.com/hooks')
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refused('Webhooks are sent over https only.')
  if (url.username !== '' || url.password !== '')
    throw refused('It may hold no user name or password. Verify the signature instead.')
  if (url.hash !== '') throw refused('It ends in a #fragment, which is never sent. Leave it out.')
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const addresses = isIP(host) === 0 ? await addressesOf(host, resolve) : [host]
  if (!addresses.every((address) => isReachable(address, allowed))) {
    throw refused(
      `${host} is not on the public internet. Whoever runs this server can allow the address in SWITCHBOARD_FETCH_ALLOWED.`,
    )
  }
  if (url.protocol === 'http:' && addresses.some(isPublicAddress))
    throw refused('Over http anybody on the way could read what customers write. Use https.')
}

async function addressesOf(host: string, resolve: Resolve): Promise<string[]> {
  const found = await resolve(host, { all: true }).catch((cause: unknown) => {
    throw refused(`The name ${host} has no address. Is it spelled right, and known to the name servers yet?`, cause)
  })
  if (found.length === 0) throw refused(`The name ${host} has no address.`)
  return found.map(({ address }) => address)
}

function refused(detail: string, cause?: unknown): Refusal {
  return new Refusal('webhook-url-refused', { detail, cause })
}
