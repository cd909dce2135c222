import ipaddr from 'ipaddr.js'
import { type AddressRange, isInRanges, parseAddressRange } from '../http/public-address.ts'
import { Refusal } from '../refusal.ts'
import type { Principal } from './principal.ts'

/**
 * A range as it is kept: `203.0.113.0/24`, `2001:db8::/32`, an address alone with all its bits. An IPv4 range written inside IPv6
 * (`::ffff:203.0.113.0/120`) is the IPv4 one.
 * @returns undefined where the text is neither an address nor a range
 */
export function canonicalRange(text: string): string | undefined {
  const range = readRange(text)
  if (!range) return undefined
  const [address, bits] = range
  const cidr = `${address.toString()}/${bits}`
  const network =
    address instanceof ipaddr.IPv6 ? ipaddr.IPv6.networkAddressFromCIDR(cidr) : ipaddr.IPv4.networkAddressFromCIDR(cidr)
  return `${network.toString()}/${bits}`
}

/** Whether everybody of these ranges is in one of those. */
export function isWithinRanges(inner: readonly string[], outer: readonly string[]): boolean {
  const around = outer.map(readRange).filter((range) => range !== undefined)
  return inner.every((text) => {
    const range = readRange(text)
    if (!range) return false
    const [address, bits] = range
    return around.some((one) => bits >= one[1] && isInRanges(address.toString(), [one]))
  })
}

/** @throws {Refusal} address-not-allowed, when the credential may not be used from this address */
export function requireAddress({ limits, name }: Principal, address: string | undefined): void {
  const addresses = limits?.addresses ?? null
  if (addresses === null || (address !== undefined && isWithinRanges([address], addresses))) return
  throw new Refusal('address-not-allowed', {
    detail: `"${name}" may not be used from ${address ?? 'an address that is not known'}.`,
  })
}

function readRange(text: string): AddressRange | undefined {
  const range = parseAddressRange(text)
  if (!range) return undefined
  const [address, bits] = range
  // A zone is a name on the machine that wrote it.
  if (address instanceof ipaddr.IPv6 && address.zoneId !== undefined) return undefined
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && bits >= 96
    ? [address.toIPv4Address(), bits - 96]
    : range
}
