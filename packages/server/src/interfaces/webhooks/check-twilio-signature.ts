import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Twilio's signature: base64 of the HMAC-SHA1, under the account's auth token, over the address that Twilio called followed by
 * every parameter's name and value, sorted by name. https://www.twilio.com/docs/usage/webhooks/webhooks-security
 *
 * @param urls addresses by which Twilio may have called us: behind a proxy only one of them is the one that it signed.
 */
export function isSignedByTwilio(
  authTokens: readonly string[],
  urls: readonly string[],
  form: URLSearchParams,
  signature: string,
): boolean {
  const given = Buffer.from(signature, 'base64')
  if (given.length !== 20) return false
  const parameters = sortedParameters(form)
  return authTokens.some(
    (token) =>
      token !== '' &&
      urls.some((url) => timingSafeEqual(createHmac('sha1', token).update(`${url}${parameters}`).digest(), given)),
  )
}

/** Of a name that comes several times each value counts once, in their order. */
function sortedParameters(form: URLSearchParams): string {
  const names = [...new Set(form.keys())].toSorted()
  return names.flatMap((name) => [...new Set(form.getAll(name))].toSorted().map((value) => name + value)).join('')
}

/** The address as it may have been written: with its standard port and without. */
export function withAndWithoutPort(address: string): string[] {
  if (!URL.canParse(address)) return []
  const { protocol, host, port, hostname } = new URL(address)
  const rest = address.slice(address.indexOf(host) + host.length)
  const standard = protocol === 'https:' ? '443' : '80'
  return port === ''
    ? [address, `${protocol}//${hostname}:${standard}${rest}`]
    : [address, `${protocol}//${hostname}${rest}`]
}
