import { hash, timingSafeEqual } from 'node:crypto'
import { hmacSha256 } from './hmac-sha256.ts'

const signaturePattern = /^sha256=[0-9a-f]{64}$/i

/**
 * Reads `X-Hub-Signature-256: sha256=<hex>`.
 * https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads
 * @returns its hexadecimal digits; undefined when it is missing, given twice, or of another form.
 */
export function signatureOf(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' && signaturePattern.test(header) ? header.slice('sha256='.length) : undefined
}

// Both sides of a comparison. A buffer made for each of thousands a second costs as much as the hash itself.
const expected = Buffer.alloc(32)
const given = Buffer.alloc(32)

/**
 * Which of the secrets signed exactly these bytes; an empty one never did. Several secrets are for several apps, and for the
 * time of a rotation. The comparison takes the same time wherever the first difference is.
 *
 * @param signature 64 hexadecimal digits.
 */
export function signerOf(secrets: readonly string[], body: Buffer, signature: string): string | undefined {
  if (given.write(signature, 'hex') !== 32) return undefined
  return secrets.find((secret) => {
    if (secret === '') return false
    expected.write(hmacSha256(secret, body), 'latin1')
    return timingSafeEqual(expected, given)
  })
}

/** Compares two texts of any length without telling by time how much of them agrees. */
export function isSameSecret(secret: string, other: string): boolean {
  return timingSafeEqual(hash('sha256', secret, 'buffer'), hash('sha256', other, 'buffer'))
}
