import { createHmac, timingSafeEqual } from 'node:crypto'

/** Addresses of files for providers that fetch them without a credential of ours, good for a while and for one file each. */
export interface PublicLinks {
  /** Undefined where this server has no public address. */
  linkTo(mediaId: string): string | undefined
  /** @param expires seconds since 1970, as in the link */
  isValid(mediaId: string, expires: string, signature: string): boolean
}

export interface PublicLinksOptions {
  /** Of 32 bytes, for nothing else: links are signed with the first, and the others' are still good. */
  readonly keys: () => readonly Buffer[]
  readonly publicBaseUrl: string | undefined
  readonly now?: () => number
}

/** A message may wait for its slot; the provider fetches within seconds of taking it. */
const lifeSeconds = 24 * 60 * 60

export function createPublicLinks(options: PublicLinksOptions): PublicLinks {
  const { keys, now = Date.now } = options
  const signaturesOf = (mediaId: string, expires: string): Buffer[] =>
    keys().map((key) => createHmac('sha256', key).update(`${mediaId.toLowerCase()}\n${expires}`).digest())
  return {
    linkTo(mediaId) {
      // Asked for each link: a tunnel comes and goes.
      const { publicBaseUrl } = options
      if (publicBaseUrl === undefined) return undefined
      const expires = String(Math.floor(now() / 1_000) + lifeSeconds)
      const signature = signaturesOf(mediaId, expires)[0]?.toString('base64url')
      return `${publicBaseUrl}/v1/media/${mediaId}/public?expires=${expires}&signature=${signature}`
    },
    isValid(mediaId, expires, signature) {
      const given = Buffer.from(signature, 'base64url')
      const isOurs = signaturesOf(mediaId, expires).some(
        (expected) => given.length === expected.length && timingSafeEqual(given, expected),
      )
      if (!isOurs) return false
      return /^\d{1,12}$/.test(expires) && Number(expires) * 1_000 > now()
    },
  }
}
