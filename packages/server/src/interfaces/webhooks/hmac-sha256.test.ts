import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hmacSha256 } from './hmac-sha256.ts'

const asNode = (secret: string, body: Buffer) => createHmac('sha256', secret).update(body).digest('binary')

test('it is the HMAC that Node computes, whatever secret and body, in any order', () => {
  const secret = fc.string({ maxLength: 200, unit: 'binary' })
  const body = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes))
  fc.assert(
    fc.property(fc.array(fc.tuple(secret, body), { maxLength: 4 }), (pairs) => {
      const ours = pairs.map((pair) => hmacSha256(...pair))
      expect(ours).toEqual(pairs.map((pair) => asNode(...pair)))
    }),
  )
})

test.each([0, 63, 64, 65, 200])(
  'a secret of %i bytes with the longest body that is short, one longer, and none',
  (bytes) => {
    const secret = 'k'.repeat(bytes)
    for (const length of [16 * 1024, 16 * 1024 + 1, 0, 1]) {
      const body = Buffer.alloc(length, 'body ')
      expect(hmacSha256(secret, body)).toBe(asNode(secret, body))
    }
  },
)

test('more secrets than are remembered', () => {
  const body = Buffer.from('{}')
  for (let i = 0; i < 250; i++) expect(hmacSha256(`secret ${i}`, body)).toBe(asNode(`secret ${i}`, body))
  expect(hmacSha256('secret 0', body)).toBe(asNode('secret 0', body))
})
