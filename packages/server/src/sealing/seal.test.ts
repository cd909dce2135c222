import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createSealer, SecretUnreadable } from './seal.ts'

const token = 'EAAG-a-token-of-the-test'
const key = randomBytes(32)
const sealer = createSealer(() => [key])
const account = '01a1fccb-3523-71b0-87fb-70f8ed8d5375'

test('what was sealed opens with the same key, for the same account and name', () => {
  const sealed = sealer.seal(account, 'accessToken', token)
  expect(createSealer(() => [Buffer.from(key)]).open(account, 'accessToken', sealed)).toBe(token)
  expect(JSON.stringify(sealed)).not.toContain(token)
  expect(Buffer.from(sealed.box, 'base64').toString('latin1')).not.toContain(token)
})

test('the same secret never looks the same twice', () => {
  const boxes = Array.from({ length: 100 }, () => sealer.seal(account, 'accessToken', token))
  expect(new Set(boxes.map(({ box }) => box)).size).toBe(100)
  expect(new Set(boxes.map(({ nonce }) => nonce)).size).toBe(100)
})

test('another key opens nothing, and the sentence says which key it was', () => {
  const otherKey = randomBytes(32)
  const other = createSealer(() => [otherKey])
  const sealed = sealer.seal(account, 'accessToken', token)
  expect(sealed.key).toBe(sealer.keyId)
  expect(() => other.open(account, 'accessToken', sealed)).toThrow(SecretUnreadable)
  expect(() => other.open(account, 'accessToken', sealed)).toThrow(
    `sealed with the key ${sealer.keyId}, and this server has ${other.keyId}. Give it the former key in SWITCHBOARD_KEY_PREVIOUS`,
  )
  // Also where somebody writes our key's id over it.
  expect(() => other.open(account, 'accessToken', { ...sealed, key: other.keyId })).toThrow('damaged')
})

test('a later key seals from then on, and the former ones still open', () => {
  const keys = [key]
  let now: readonly Buffer[] = keys
  const running = createSealer(() => now)
  const before = running.seal(account, 'accessToken', token)
  now = [randomBytes(32), ...keys]
  const after = running.seal(account, 'accessToken', token)
  expect(after.key).toBe(running.keyId)
  expect(after.key).not.toBe(before.key)
  expect([before, after].map((sealed) => running.open(account, 'accessToken', sealed))).toEqual([token, token])
  expect(running.knows(before.key)).toBe(true)
  now = now.slice(0, 1)
  expect(running.knows(before.key)).toBe(false)
  expect(() => running.open(account, 'accessToken', before)).toThrow('sealed with the key')
})

test('a secret that was moved to another account or name does not open there', () => {
  const sealed = sealer.seal(account, 'accessToken', token)
  expect(() => sealer.open('01a1fccb-3523-71b0-87fb-70f8ed8d5376', 'accessToken', sealed)).toThrow('belongs elsewhere')
  expect(() => sealer.open(account, 'verifyToken', sealed)).toThrow(SecretUnreadable)
})

test.each([
  ['a changed box', { box: Buffer.alloc(40).toString('base64') }],
  ['a short box', { box: '' }],
  ['a short nonce', { nonce: 'AAAA' }],
  ['a later version', { v: 2 }],
  ['no base64', { box: '???' }],
])('%s is a sentence and no crash', (_, change) => {
  const sealed = { ...sealer.seal(account, 'accessToken', token), ...change }
  expect(() => sealer.open(account, 'accessToken', sealed)).toThrow(SecretUnreadable)
})

test.each([null, 'text', [], {}])('%j is no sealed secret', (stored) => {
  expect(() => sealer.open(account, 'accessToken', stored)).toThrow('not in a form that this version knows')
})
