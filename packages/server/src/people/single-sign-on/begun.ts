import { z } from 'zod'
import { type Sealer, SecretUnreadable } from '../../sealing/seal.ts'

/** What is remembered of somebody who was sent to the identity provider, by their browser alone: sealed, so nothing is kept here. */
const Begun = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** On this server, afterwards. */
  to: z.string(),
  /** Of the link by which they join. */
  linkId: z.uuid().nullable(),
  until: z.number(),
})
export type Begun = z.infer<typeof Begun>

export const begunSeconds = 600
const sealedAs = ['sign-in', 'single sign-on'] as const

export function sealBegun(sealer: Sealer, begun: Omit<Begun, 'until'>): string {
  const until = Date.now() + begunSeconds * 1_000
  const sealed = sealer.seal(...sealedAs, JSON.stringify({ ...begun, until } satisfies Begun))
  return Buffer.from(JSON.stringify(sealed)).toString('base64url')
}

/** Undefined: it is not of ours, of another browser's making, or too old. */
export function openBegun(sealer: Sealer, cookie: string): Begun | undefined {
  try {
    const sealed: unknown = JSON.parse(Buffer.from(cookie, 'base64url').toString())
    const begun = Begun.parse(JSON.parse(sealer.open(...sealedAs, sealed)))
    return begun.until > Date.now() ? begun : undefined
  } catch (error) {
    if (error instanceof SecretUnreadable || error instanceof SyntaxError || error instanceof z.ZodError)
      return undefined
    throw error
  }
}
