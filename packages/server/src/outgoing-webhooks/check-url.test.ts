import { expect, test } from 'vitest'
import type { Resolve } from '../http/guarded-lookup.ts'
import { checkUrl } from './check-url.ts'

const leadingTo =
  (...addresses: string[]): Resolve =>
  () =>
    Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })))

test.each([
  ['loopback', 'https://127.0.0.1/hook'],
  ['loopback in other digits', 'https://2130706433/hook'],
  ['cloud metadata', 'http://169.254.169.254/latest'],
  ['an IPv4 address inside of IPv6', 'https://[::ffff:10.0.0.1]/'],
  ['a name that leads there', 'https://localhost/'],
  ['credentials', 'https://me:secret@example.com/'],
  ['a fragment', 'https://example.com/#here'],
  ['another protocol', 'ftp://example.com/'],
  ['no address', 'example.com'],
])('%s is refused', async (_what, url) => {
  await expect(checkUrl(url, { allowed: [] })).rejects.toMatchObject({ code: 'webhook-url-refused' })
})

test('a name with even one private address is refused', async () => {
  const resolve = leadingTo('93.184.215.14', '10.0.0.1')
  await expect(checkUrl('https://example.com/', { allowed: [], resolve })).rejects.toThrow('not on the public internet')
})

test('a name without an address is refused with what may be wrong', async () => {
  const resolve = () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' }))
  await expect(checkUrl('https://exmaple.com/', { allowed: [], resolve })).rejects.toThrow('spelled right')
})

test('plain http to the public internet is refused, https is taken', async () => {
  const given = { allowed: [], resolve: leadingTo('93.184.215.14') }
  await expect(checkUrl('http://example.com/', given)).rejects.toThrow('Use https')
  await expect(checkUrl('https://example.com/', given)).resolves.toBeUndefined()
})
