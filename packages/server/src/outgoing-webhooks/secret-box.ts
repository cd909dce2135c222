import { randomBytes } from 'node:crypto'

/** How secrets of endpoints are kept: sealed for their endpoint, opened only to sign. */
export interface SecretBox {
  seal(endpointId: string, secret: string): object
  /** @throws where the stored one is of another key or damaged; the message may be shown */
  open(endpointId: string, sealed: unknown): string
}

/** As Standard Webhooks writes them: `whsec_` and 24 to 64 random bytes in base64. */
export function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}
