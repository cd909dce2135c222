import { createHmac, hash, timingSafeEqual } from 'node:crypto'

const signaturePattern = /^sha256=([0-9a-f]{64})$/i

/**
 * Reads `X-Hub-Signature-256: sha256=<hex>`.
 * https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads
 * @returns undefined when it is missing, given twice, or of another form.
 */
export function readSignature(header: string | readonly string[] | undefined): Buffer | undefined {
  const hex = typeof header === 'string' ? signaturePattern.exec(header)?.[1] : undefined
  return hex === undefined ? undefined : Buffer.from(hex, 'hex')
}

/**
 * Whether one of the secrets signed exactly these bytes; an empty one never did. Several secrets are for several apps, and for
 * the time of a rotation. The comparison takes the same time wherever the first difference is.
 */
export function isSignedByOneOf(secrets: readonly string[], body: Buffer, signature: Buffer): boolean {
  return secrets.some(
    (secret) => secret !== '' && timingSafeEqual(createHmac('sha256', secret).update(body).digest(), signature),
  )
}

/** Compares two texts of any length without telling by time how much of them agrees. */
export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', expected, 'buffer'))
}
