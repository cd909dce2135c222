import fc from 'fast-check'
import { expect, test } from 'vitest'
import { accountKeyOf } from './account-key.ts'
import { businessAccountId, live, phoneNumberId } from './fixtures/envelope.case.ts'
import { factBody } from './fixtures/facts.case.ts'

test('the key is the number, or the business account where there is no number', () => {
  expect(accountKeyOf(live())).toBe(phoneNumberId)
  expect(accountKeyOf(factBody('account_update', { event: 'X' }))).toBe(businessAccountId)
  expect(accountKeyOf({ entry: { id: 12 } })).toBe('12')
})

test('any JSON has a key', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => typeof accountKeyOf(value) === 'string'))
})
