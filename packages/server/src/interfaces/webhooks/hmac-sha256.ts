import { createHmac, hash } from 'node:crypto'

const blockBytes = 64
const digestBytes = 32
const maxShortBytes = 16 * 1024

// The first block and the body one after the other. It stays, as new memory for each body would cost as much as the hash.
const message = Buffer.alloc(blockBytes + maxShortBytes)

/** What a secret adds to the two hashes: a block before the body, and a block before the first hash, which is written behind it. */
interface Pads {
  readonly inner: Buffer
  readonly outer: Buffer
}

const maxRemembered = 100
const remembered = new Map<string, Pads>()

/**
 * HMAC-SHA256 as 32 characters of latin1, the same as `createHmac` gives. Of what is short it is put together from two hashes
 * (https://www.rfc-editor.org/rfc/rfc2104#section-2), without an object that Node makes and initialises for each: measured for
 * 1,242 bytes, 1.3 instead of 2.2 µs.
 */
export function hmacSha256(secret: string, body: Buffer): string {
  if (body.length > maxShortBytes) return createHmac('sha256', secret).update(body).digest('binary')
  const { inner, outer } = padsOf(secret)
  message.set(inner)
  message.set(body, blockBytes)
  outer.write(hash('sha256', message.subarray(0, blockBytes + body.length), 'binary'), blockBytes, 'latin1')
  return hash('sha256', outer, 'binary')
}

function padsOf(secret: string): Pads {
  const known = remembered.get(secret)
  if (known) return known
  const bytes = Buffer.from(secret)
  const key = bytes.length > blockBytes ? hash('sha256', bytes, 'buffer') : bytes
  const inner = Buffer.alloc(blockBytes, 0x36)
  const outer = Buffer.alloc(blockBytes + digestBytes, 0x5c)
  for (const [at, byte] of key.entries()) {
    inner[at] = byte ^ 0x36
    outer[at] = byte ^ 0x5c
  }
  if (remembered.size === maxRemembered) remembered.clear()
  remembered.set(secret, { inner, outer })
  return { inner, outer }
}
