import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.ts'
import {
  type AuditContent,
  contentDigest,
  contentFields,
  detailsDigest,
  encodeContent,
  linkHash,
} from './encode-row.ts'

const text = fc.string({ unit: 'grapheme', maxLength: 12 })
const ids = fc.array(fc.uuid(), { maxLength: 3 })
const contents: fc.Arbitrary<AuditContent> = fc.record({
  ...{ id: text, at: text, actorKind: text, actor: text, interface: text, action: text, target: text, outcome: text },
  clientName: fc.option(text),
  clientVersion: fc.option(text),
  subject: fc.option(text),
  targets: fc.option(fc.record({ contactIds: ids, messageIds: ids }, { requiredKeys: [] })),
  status: fc.option(fc.integer()),
  address: fc.option(text),
  requestId: fc.option(text),
  approvalId: fc.option(text),
  detailsDigest: fc.option(fc.uint8Array({ maxLength: 32 }).map((bytes) => Buffer.from(bytes))),
})

/** The fields of an encoded row, read back by nothing but what the format says. */
function decode(bytes: Buffer): (string | null)[] {
  const fields: (string | null)[] = []
  let at = 0
  while (at < bytes.length) {
    if (bytes.readUInt8(at++) === 0) {
      fields.push(null)
      continue
    }
    const length = bytes.readUInt32BE(at)
    fields.push(bytes.toString('utf8', at + 4, at + 4 + length))
    at += 4 + length
  }
  return fields
}

test('every field can be read back out of the bytes, so no two different rows are encoded alike', () => {
  fc.assert(
    fc.property(contents, (content) => {
      const [domain, ...fields] = decode(encodeContent(content))
      expect(domain).toBe('switchboard audit row 1')
      const texts = contentFields.map((field) => {
        const value = content[field]
        if (value === null || typeof value === 'string') return value
        return Buffer.isBuffer(value) ? value.toString('hex') : canonicalJson(value)
      })
      expect(fields).toEqual(texts)
    }),
    { numRuns: 500 },
  )
})

test('rows that differ in anything have different digests: also a text moved over the border of its field, or none for empty', () => {
  const same = (a: AuditContent, b: AuditContent) =>
    contentFields.every((field) => JSON.stringify(a[field]) === JSON.stringify(b[field]))
  const neighbours = contents.chain((content) =>
    fc.tuple(
      fc.constant(content),
      fc.oneof(
        contents,
        fc.constant({ ...content, actor: content.actor + content.actorKind, actorKind: '' }),
        fc.constant({
          ...content,
          action: content.action.slice(1),
          interface: content.interface + content.action.slice(0, 1),
        }),
        fc.constant({ ...content, subject: content.subject ?? '', address: content.address ?? '' }),
        fc.constant({ ...content, clientName: content.clientVersion, clientVersion: content.clientName }),
        fc.constant({ ...content, status: content.status === null ? 0 : null }),
      ),
    ),
  )
  fc.assert(
    fc.property(neighbours, ([one, other]) => {
      expect(encodeContent(one).equals(encodeContent(other))).toBe(same(one, other))
      expect(contentDigest(one).equals(contentDigest(other))).toBe(same(one, other))
    }),
    { numRuns: 1_000 },
  )
})

test('the same JSON value has one text, however it was written, and different values have different ones', () => {
  fc.assert(
    fc.property(fc.json(), fc.json(), (one, other) => {
      const [a, b]: unknown[] = [JSON.parse(one), JSON.parse(other)]
      expect(canonicalJson(JSON.parse(canonicalJson(a)))).toBe(canonicalJson(a))
      const turned: unknown = JSON.parse(JSON.stringify(a, turnedAround))
      expect(canonicalJson(turned)).toBe(canonicalJson(a))
      if (canonicalJson(a) === canonicalJson(b))
        expect(JSON.parse(JSON.stringify(a))).toEqual(JSON.parse(JSON.stringify(b)))
    }),
  )
  // The examples of RFC 8785, 3.2.2 and 3.2.3.
  expect(
    canonicalJson(JSON.parse('{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001]}')),
  ).toBe('{"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}')
  const keys = JSON.parse(
    '{"\\u20ac":1,"\\r":2,"\\ufb33":3,"1":4,"\\ud83d\\ude00":5,"\\u0080":6,"\\u00f6":7}',
  ) as object
  expect(Object.values(JSON.parse(canonicalJson(keys)) as object)).toHaveLength(7)
  expect([...canonicalJson(keys).matchAll(/:(\d)/g)].map(([, value]) => value).join('')).toBe('2467153')
})

function turnedAround(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).toReversed())
}

test('details have another digest with another salt, so that an erased one can not be tried', () => {
  const details = { label: '+4915112345678', arguments: null }
  const [one, other] = [Buffer.alloc(16, 1), Buffer.alloc(16, 2)]
  expect(detailsDigest(one, details).equals(detailsDigest(other, details))).toBe(false)
  expect(
    detailsDigest(one, { label: null, arguments: 'x' }).equals(detailsDigest(one, { label: 'x', arguments: null })),
  ).toBe(false)
})

test('format 1 is what it was', () => {
  const content: AuditContent = {
    id: '0190b0a0-0000-7000-8000-000000000001',
    at: '2026-11-21T09:00:00.123000Z',
    ...{ actorKind: 'key', actor: 'k', clientName: null, clientVersion: '', interface: 'mcp', action: 'tools/call' },
    ...{ target: 'send_message', subject: null, targets: { contactIds: ['b', 'a'] }, outcome: 'ok', status: 200 },
    ...{ address: '::1', requestId: 'é', approvalId: null },
    detailsDigest: detailsDigest(Buffer.alloc(16, 7), { label: 'l', arguments: { b: 1, a: [true] } }),
  }
  const link = { chain: '0190b0a0-0000-7000-8000-00000000000a', seq: 3, previousHash: Buffer.alloc(32, 9) }
  expect(linkHash({ ...link, content: contentDigest(content) }).toString('hex')).toBe(
    'c347149a365fb9e0b9dc8dbf84a7e58c6c88e884647a8db86cba8a48f06b4f67',
  )
})
