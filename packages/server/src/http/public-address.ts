import ipaddr from 'ipaddr.js'

/** `203.0.113.0/24`, `127.0.0.1/32`, `fd00::/8`: addresses that may be reached although they are not public. */
export type AddressRange = readonly [ipaddr.IPv4 | ipaddr.IPv6, number]

/** @returns undefined where the text is no range. */
export function parseAddressRange(text: string): AddressRange | undefined {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text)
  if (!ipaddr.isValid(text)) return undefined
  const address = ipaddr.parse(text)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}

const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Whether an IP address is on the public internet: no loopback, private, link-local (cloud metadata), carrier-grade NAT,
 * multicast, documentation, benchmarking or reserved range (IANA's special-purpose registries), and nothing that carries an
 * IPv4 address inside IPv6 (mapped, compatible, NAT64, 6to4, Teredo), because its way may end at a private one.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.parse(text)
  if (address.range() !== 'unicast') return false
  // ipaddr.js calls everything that has no name unicast; IANA has given out only this eighth.
  return address instanceof ipaddr.IPv6 ? address.zoneId === undefined && address.match(globalUnicast) : true
}

/** Public, or in one of the ranges that the configuration allows. */
export function isReachable(text: string, allowed: readonly AddressRange[]): boolean {
  return isPublicAddress(text) || isInRanges(text, allowed)
}

/** An IPv4 address mapped into IPv6 counts as the IPv4 one. */
export function isInRanges(text: string, ranges: readonly AddressRange[]): boolean {
  if (ranges.length === 0 || !ipaddr.isValid(text)) return false
  const address = ipaddr.process(text)
  return ranges.some(([range, bits]) => address.kind() === range.kind() && address.match(range, bits))
}
