import { isIP } from 'node:net'
import { type AddressRange, isReachable } from './public-address.ts'

/**
 * Why a link is surely not fetched, as far as that can be told without looking its name up, as a sentence; null: it may be, and the
 * guarded client decides when it connects.
 */
export function privateLink(link: string, allowed: readonly AddressRange[]): string | null {
  const url = URL.parse(link)
  if (!url) return `"${link.slice(0, 60)}" is no address.`
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const address = host === 'localhost' || host.endsWith('.localhost') ? '127.0.0.1' : host
  if (isIP(address) === 0 || isReachable(address, allowed)) return null
  return `The link leads to ${host}, which is not on the public internet; this server does not go to private addresses. Upload the file instead: POST /v1/media.`
}
