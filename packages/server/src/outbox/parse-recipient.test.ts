import { expect, test } from 'vitest'
import { parseTarget, regionOfPhone, type SendTarget } from './parse-recipient.ts'

test.each<[SendTarget, string | null, string, string]>([
  ['+49 151 23456789', null, 'phone', '+4915123456789'],
  ['+49 (0)151/234-56789', null, 'phone', '+4915123456789'],
  ['0151 23456789', 'DE', 'phone', '+4915123456789'],
  ['00 44 7911 123456', 'DE', 'phone', '+447911123456'],
  ['4915123456789', null, 'phone', '+4915123456789'],
  ['4915123456789', 'US', 'phone', '+4915123456789'],
  ['(415) 555-2671', 'US', 'phone', '+14155552671'],
  ['4915123456789@s.whatsapp.net', null, 'phone', '+4915123456789'],
  ['US.13491208655302741918', null, 'bsuid', 'US.13491208655302741918'],
  ['US.ENT.11815799212886844830', null, 'parent_bsuid', 'US.ENT.11815799212886844830'],
  ['12036304@g.us', null, 'group', '12036304@g.us'],
  ['0199b7a2-0000-7000-8000-000000000000', null, 'either', '0199b7a2-0000-7000-8000-000000000000'],
  [{ waId: '4915123456789' }, 'US', 'phone', '+4915123456789'],
])('%j with region %s is the %s %s', (target, region, kind, value) => {
  expect(parseTarget(target, region)).toEqual({ kind, value })
})

test.each<[SendTarget, string | null, string]>([
  ['0151 23456789', null, 'recipient-needs-country'],
  ['hello', null, 'recipient-invalid'],
  ['', null, 'recipient-invalid'],
  ['12', 'DE', 'recipient-invalid'],
  ['+49 1', null, 'recipient-invalid'],
  ['x'.repeat(10_000), 'DE', 'recipient-invalid'],
  [{ bsuid: 'nobody' }, null, 'recipient-invalid'],
  [{ contactId: 'x' }, null, 'recipient-not-found'],
])('%j with region %s is refused: %s', (target, region, code) => {
  expect(() => parseTarget(target, region)).toThrow(expect.objectContaining({ code }))
})

test('digits that are a good number both with and without a country are not guessed', () => {
  // Germans write a national number with a 0, so without one it is not theirs. This one is of Alabama or of Singapore.
  expect(parseTarget('447911123456', 'DE')).toEqual({ kind: 'phone', value: '+447911123456' })
  expect(parseTarget('4915123456789', 'DE')).toEqual({ kind: 'phone', value: '+4915123456789' })
  expect(() => parseTarget('6598123456', 'US')).toThrow(expect.objectContaining({ code: 'recipient-ambiguous' }))
})

test('the region of an account is that of its own number', () => {
  expect(regionOfPhone('+49 30 901820')).toBe('DE')
  expect(regionOfPhone('14155552671')).toBe('US')
  // Given out to nobody, so that no country of those with +1 can be told; and of none.
  expect(regionOfPhone('15550100100')).toBeNull()
  expect(regionOfPhone('+800 1234 5678')).toBeNull()
  expect(regionOfPhone(null)).toBeNull()
})
