import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { z } from 'zod'

/** A secret as it is stored: useless without the key. */
export const SealedSecret = z.object({
  v: z.literal(1),
  /** Names the key that it is sealed with, so that a later one can replace it secret by secret. */
  key: z.string(),
  nonce: z.base64(),
  /** Ciphertext and tag. */
  box: z.base64(),
  setAt: z.string(),
})
export type SealedSecret = z.infer<typeof SealedSecret>

/** Seals the secrets of accounts under one key. */
export interface Sealer {
  readonly keyId: string
  /** Opens only for the same account and the same name, so that nobody can move it by writing into the database. */
  seal(accountId: string, name: string, secret: string): SealedSecret
  /** @throws {SecretUnreadable} */
  open(accountId: string, name: string, sealed: unknown): string
}

/** What is stored can't be opened: sealed with another key, moved, or damaged. */
export class SecretUnreadable extends Error {
  override readonly name = 'SecretUnreadable'
}

const cipher = 'aes-256-gcm'
/** NIST SP 800-38D: random nonces of 96 bits are safe for 2³² messages under one key. */
const nonceBytes = 12
const tagBytes = 16

/** @param key 32 bytes */
export function createSealer(key: Buffer): Sealer {
  const keyId = createHmac('sha256', key).update('key id').digest('hex').slice(0, 12)
  return {
    keyId,
    seal(accountId, name, secret) {
      const nonce = randomBytes(nonceBytes)
      const sealing = createCipheriv(cipher, key, nonce).setAAD(boundTo(accountId, name))
      const box = Buffer.concat([sealing.update(secret, 'utf8'), sealing.final(), sealing.getAuthTag()])
      return {
        v: 1,
        key: keyId,
        nonce: nonce.toString('base64'),
        box: box.toString('base64'),
        setAt: new Date().toISOString(),
      }
    },
    open(accountId, name, stored) {
      const sealed = SealedSecret.safeParse(stored)
      if (!sealed.success) throw new SecretUnreadable(`The stored ${name} is not in a form that this version knows.`)
      if (sealed.data.key !== keyId) throw new SecretUnreadable(otherKey([name], sealed.data.key, keyId))
      const nonce = Buffer.from(sealed.data.nonce, 'base64')
      const box = Buffer.from(sealed.data.box, 'base64')
      const damaged = `The stored ${name} is damaged or belongs to another account. Save it again.`
      if (nonce.length !== nonceBytes || box.length < tagBytes) throw new SecretUnreadable(damaged)
      try {
        const opening = createDecipheriv(cipher, key, nonce, { authTagLength: tagBytes })
          .setAAD(boundTo(accountId, name))
          .setAuthTag(box.subarray(-tagBytes))
        return Buffer.concat([opening.update(box.subarray(0, -tagBytes)), opening.final()]).toString('utf8')
      } catch (cause) {
        throw new SecretUnreadable(damaged, { cause })
      }
    },
  }
}

/** Key ids are no secret, and tell a person which of their keys it was. */
export function otherKey(names: readonly string[], theirs: string, ours: string): string {
  return `The stored ${names.join(', ')} cannot be opened: sealed with the key ${theirs}, and this server has ${ours}. Start it with the former SWITCHBOARD_KEY (or encryption-key file), or save the secret again.`
}

function boundTo(accountId: string, name: string): Buffer {
  return Buffer.from(`${accountId}\n${name}`)
}
