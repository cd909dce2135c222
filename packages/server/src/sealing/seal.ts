import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { z } from 'zod'

/** A secret as it is stored: useless without the key. */
export const SealedSecret = z.object({
  v: z.literal(1),
  /** Names the key that it is sealed with, so that a later one can replace it secret by secret while servers run. */
  key: z.string(),
  nonce: z.base64(),
  /** Ciphertext and tag. */
  box: z.base64(),
  setAt: z.string(),
})
export type SealedSecret = z.infer<typeof SealedSecret>

/** The keys of one purpose, each 32 bytes: what is sealed is sealed with the first, the others only open. Asked each time. */
export type SealingKeys = () => readonly Buffer[]

/** Seals secrets under the first of its keys, and opens what any of them sealed. */
export interface Sealer {
  /** Of the key that seals now. */
  readonly keyId: string
  knows(keyId: string): boolean
  /** Opens only for the same row and the same name, so that nobody can move it by writing into the database. */
  seal(rowId: string, name: string, secret: string): SealedSecret
  /** @throws {SecretUnreadable} */
  open(rowId: string, name: string, sealed: unknown): string
  /**
   * With the key that seals now; the time when it was given stays. Undefined: it is already.
   * @throws {SecretUnreadable}
   */
  reseal(rowId: string, name: string, sealed: unknown): SealedSecret | undefined
}

/** What is stored can't be opened: sealed with another key, moved, or damaged. */
export class SecretUnreadable extends Error {
  override readonly name = 'SecretUnreadable'
}

const cipher = 'aes-256-gcm'
/** NIST SP 800-38D: random nonces of 96 bits are safe for 2³² messages under one key. */
const nonceBytes = 12
const tagBytes = 16

export function createSealer(keys: SealingKeys): Sealer {
  let named: { readonly of: readonly Buffer[]; readonly byId: ReadonlyMap<string, Buffer> } | undefined
  const byId = (): ReadonlyMap<string, Buffer> => {
    const of = keys()
    if (named?.of !== of) named = { of, byId: new Map(of.map((key) => [keyIdOf(key), key])) }
    return named.byId
  }
  const newest = (): readonly [string, Buffer] => {
    const [first] = byId()
    if (!first) throw new Error('there is no key to seal with')
    return first
  }
  return {
    get keyId() {
      return newest()[0]
    },
    knows: (keyId) => byId().has(keyId),
    seal: (rowId, name, secret) => sealWith(newest(), { rowId, name, secret }),
    open(rowId, name, stored) {
      const { sealed, key } = read(name, stored)
      return unseal(key, rowId, name, sealed)
    },
    reseal(rowId, name, stored) {
      const { sealed, key } = read(name, stored)
      const now = newest()
      if (sealed.key === now[0]) return undefined
      return { ...sealWith(now, { rowId, name, secret: unseal(key, rowId, name, sealed) }), setAt: sealed.setAt }
    },
  }

  function read(name: string, stored: unknown): { readonly sealed: SealedSecret; readonly key: Buffer } {
    const sealed = SealedSecret.safeParse(stored)
    if (!sealed.success) throw new SecretUnreadable(`The stored ${name} is not in a form that this version knows.`)
    const key = byId().get(sealed.data.key)
    if (!key) throw new SecretUnreadable(otherKey([name], sealed.data.key, newest()[0]))
    return { sealed: sealed.data, key }
  }
}

interface Plain {
  readonly rowId: string
  readonly name: string
  readonly secret: string
}

function sealWith([keyId, key]: readonly [string, Buffer], { rowId, name, secret }: Plain): SealedSecret {
  const nonce = randomBytes(nonceBytes)
  const sealing = createCipheriv(cipher, key, nonce).setAAD(boundTo(rowId, name))
  const box = Buffer.concat([sealing.update(secret, 'utf8'), sealing.final(), sealing.getAuthTag()])
  return {
    v: 1,
    key: keyId,
    nonce: nonce.toString('base64'),
    box: box.toString('base64'),
    setAt: new Date().toISOString(),
  }
}

function unseal(key: Buffer, rowId: string, name: string, sealed: SealedSecret): string {
  const nonce = Buffer.from(sealed.nonce, 'base64')
  const box = Buffer.from(sealed.box, 'base64')
  const damaged = `The stored ${name} is damaged or belongs elsewhere. Save it again.`
  if (nonce.length !== nonceBytes || box.length < tagBytes) throw new SecretUnreadable(damaged)
  try {
    const opening = createDecipheriv(cipher, key, nonce, { authTagLength: tagBytes })
      .setAAD(boundTo(rowId, name))
      .setAuthTag(box.subarray(-tagBytes))
    return Buffer.concat([opening.update(box.subarray(0, -tagBytes)), opening.final()]).toString('utf8')
  } catch (cause) {
    throw new SecretUnreadable(damaged, { cause })
  }
}

/** Key ids are no secret, and tell a person which of their keys it was. */
export function otherKey(names: readonly string[], theirs: string, ours: string): string {
  return `The stored ${names.join(', ')} cannot be opened: sealed with the key ${theirs}, and this server has ${ours}. Give it the former key in SWITCHBOARD_KEY_PREVIOUS (or start it with its encryption-key file), or save the secret again.`
}

function keyIdOf(key: Buffer): string {
  return createHmac('sha256', key).update('key id').digest('hex').slice(0, 12)
}

function boundTo(rowId: string, name: string): Buffer {
  return Buffer.from(`${rowId}\n${name}`)
}
