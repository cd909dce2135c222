import fc from 'fast-check'
import { expect, test } from 'vitest'
import { accountKeyOf, accountsNamedIn } from './account-key.ts'
import { businessAccountId, live, phoneNumberId } from './fixtures/envelope.case.ts'
import { factBody } from './fixtures/facts.case.ts'

test('the key is the number, or the business account where there is no number', () => {
  expect(accountKeyOf(live())).toBe(phoneNumberId)
  expect(accountKeyOf(factBody('account_update', { event: 'X' }))).toBe(businessAccountId)
  expect(accountKeyOf({ entry: { id: 12 } })).toBe('12')
})

test('everything that a body is about is found, in every entry and change', () => {
  const about = (id: string) => ({ field: 'messages', value: { metadata: { phone_number_id: id } } })
  const entry = [
    { id: '1', changes: [about('11'), { field: 'account_update', value: {} }] },
    { id: '2', changes: [about('22'), about('11'), null] },
  ]
  expect(accountsNamedIn({ entry })).toEqual({ numbers: ['11', '22'], businessAccounts: ['1', '2'] })
})

test('any JSON has a key', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => typeof accountKeyOf(value) === 'string'))
  fc.assert(fc.property(fc.jsonValue(), (value) => Array.isArray(accountsNamedIn({ entry: value }).numbers)))
})
