import { expect, test } from 'vitest'
import { privateLink } from './private-link.ts'
import { parseAddressRange } from './public-address.ts'

test.each([
  'http://127.0.0.1/menu.pdf',
  'http://10.1.2.3/menu.pdf',
  'http://169.254.169.254/latest/meta-data/',
  'http://[::1]:8000/menu.pdf',
  'http://[::ffff:10.0.0.1]/menu.pdf',
  'http://0x7f.1/menu.pdf',
  'http://2130706433/menu.pdf',
  'http://localhost:8000/menu.pdf',
  'http://admin.localhost/menu.pdf',
])('%s is refused before anybody looks it up', (link) => {
  expect(privateLink(link, [])).toContain('not on the public internet')
})

test.each(['https://8.8.8.8/menu.pdf', 'https://example.com/menu.pdf', 'https://[2606:4700::1111]/x'])(
  '%s is for the look-up to decide',
  (link) => {
    expect(privateLink(link, [])).toBeNull()
  },
)

test('what the operator allows is allowed', () => {
  const range = parseAddressRange('127.0.0.0/8')
  expect(privateLink('http://localhost/x', range ? [range] : [])).toBeNull()
})
