import { createHmac, timingSafeEqual } from 'node:crypto'

/** Addresses of files for providers that fetch them without a credential of ours, good for a while and for one file each. */
export interface PublicLinks {
  /** Undefined where this server has no public address. */
  linkTo(mediaId: string): string | undefined
  /** @param expires seconds since 1970, as in the link */
  isValid(mediaId: string, expires: string, signature: string): boolean
}

export interface PublicLinksOptions {
  /** 32 bytes, for nothing else. */
  readonly key: Buffer
  readonly publicBaseUrl: string | undefined
  readonly now?: () => number
}

/** A message may wait for its slot; the provider fetches within seconds of taking it. */
const lifeSeconds = 24 * 60 * 60

export function createPublicLinks({ key, publicBaseUrl, now = Date.now }: PublicLinksOptions): PublicLinks {
  const signatureOf = (mediaId: string, expires: string): Buffer =>
    createHmac('sha256', key).update(`${mediaId.toLowerCase()}\n${expires}`).digest()
  return {
    linkTo(mediaId) {
      if (publicBaseUrl === undefined) return undefined
      const expires = String(Math.floor(now() / 1_000) + lifeSeconds)
      const signature = signatureOf(mediaId, expires).toString('base64url')
      return `${publicBaseUrl}/v1/media/${mediaId}/public?expires=${expires}&signature=${signature}`
    },
    isValid(mediaId, expires, signature) {
      const expected = signatureOf(mediaId, expires)
      const given = Buffer.from(signature, 'base64url')
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false
      return /^\d{1,12}$/.test(expires) && Number(expires) * 1_000 > now()
    },
  }
}
