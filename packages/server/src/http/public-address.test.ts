import { expect, test } from 'vitest'
import { isPublicAddress, isReachable, parseAddressRange } from './public-address.ts'

test.each([
  ...['8.8.8.8', '1.1.1.1', '172.15.0.1', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '2a00:1450:4001::200e'],
])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true)
})

test.each([
  ...['127.0.0.1', '127.255.255.254', '0.0.0.0', '0.1.2.3', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  ...['169.254.169.254', '100.64.0.1', '100.127.255.255', '224.0.0.1', '239.1.1.1', '240.0.0.1', '255.255.255.255'],
  ...['192.0.0.8', '192.0.2.1', '192.88.99.1', '198.18.0.1', '198.51.100.1', '203.0.113.1'],
  ...[
    '::',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd12:3456::1',
    'fec0::1',
    'ff02::1',
    '2001:db8::1',
    '3fff::1',
  ],
  // IPv4 inside IPv6: mapped, compatible, translated, NAT64, 6to4, Teredo
  ...['::ffff:127.0.0.1', '::ffff:8.8.8.8', '::ffff:7f00:1', '::127.0.0.1', '::ffff:0:127.0.0.1', '64:ff9b::7f00:1'],
  ...[
    '64:ff9b:1::a00:1',
    '2002:7f00:1::',
    '2002:808:808::',
    '2001:0:4136:e378:8000:63bf:3fff:fdd2',
    '4000::1',
    '5f00::1',
  ],
  ...['localhost', '', 'not an address'],
])('"%s" is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false)
})

test('what is allowed is reachable, mapped into IPv6 too, and its neighbours are not', () => {
  const ranges = ['127.0.0.1', '10.1.0.0/16', 'fd00::/8'].map((text) => parseAddressRange(text)!)
  for (const inside of ['127.0.0.1', '::ffff:127.0.0.1', '10.1.2.3', 'fd00::5', '8.8.8.8'])
    expect([inside, isReachable(inside, ranges)]).toEqual([inside, true])
  for (const outside of ['127.0.0.2', '10.2.0.1', 'fc00::1', '::1', 'x'])
    expect([outside, isReachable(outside, ranges)]).toEqual([outside, false])
})

test.each(['localhost', '10.0.0.0/33', '10/8x', ''])('"%s" is no range', (text) => {
  expect(parseAddressRange(text)).toBeUndefined()
})
