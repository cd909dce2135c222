import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createPublicLinks } from './public-links.ts'

const keys = [randomBytes(32)]
const mediaId = '01a1fccb-3523-71b0-87fb-70f8ed8d5375'
let time = Date.UTC(2026, 10, 21)
const links = createPublicLinks({ keys: () => keys, publicBaseUrl: 'https://desk.example.com', now: () => time })

function partsOf(link: string | undefined): { id: string; expires: string; signature: string } {
  const url = new URL(link ?? '')
  const [, , , id = ''] = url.pathname.split('/')
  return { id, expires: url.searchParams.get('expires') ?? '', signature: url.searchParams.get('signature') ?? '' }
}

test('a link is good for its file until it expires, a day later', () => {
  const link = links.linkTo(mediaId)
  expect(link).toMatch(
    /^https:\/\/desk\.example\.com\/v1\/media\/01a1fccb-[\w-]+\/public\?expires=\d+&signature=[\w-]{43}$/,
  )
  const { id, expires, signature } = partsOf(link)
  expect(links.isValid(id, expires, signature)).toBe(true)
  time += 24 * 3_600_000 - 1
  expect(links.isValid(id, expires, signature)).toBe(true)
  time += 1_001
  expect(links.isValid(id, expires, signature)).toBe(false)
})

test('neither another file nor a later time nor another key makes a link of it', () => {
  const { id, expires, signature } = partsOf(links.linkTo(mediaId))
  expect(links.isValid(id.replace('01a1', '01a2'), expires, signature)).toBe(false)
  expect(links.isValid(id, String(Number(expires) + 1), signature)).toBe(false)
  expect(links.isValid(id, `0${expires}`, signature)).toBe(false)
  for (const wrong of ['', 'x', signature.slice(1), `${signature}AA`])
    expect(links.isValid(id, expires, wrong)).toBe(false)
  const other = randomBytes(32)
  expect(createPublicLinks({ keys: () => [other], publicBaseUrl: undefined }).isValid(id, expires, signature)).toBe(
    false,
  )
  const later = createPublicLinks({ keys: () => [other, ...keys], publicBaseUrl: undefined, now: () => time })
  expect(later.isValid(id, expires, signature)).toBe(true)
})

test('a server without a public address makes no links', () => {
  expect(createPublicLinks({ keys: () => keys, publicBaseUrl: undefined }).linkTo(mediaId)).toBeUndefined()
})
