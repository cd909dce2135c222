import { randomBytes } from 'node:crypto'
import { beforeAll, expect } from 'vitest'
import { isSameSecret, signerOf } from '../../packages/server/src/interfaces/webhooks/check-signature.ts'
import { createPublicLinks } from '../../packages/server/src/media/public-links.ts'
import { attack, long } from './support/attack.ts'
import { compareTimes } from './support/compare-times.ts'

/*
 * Whether the time of a comparison tells how much of a guess was right. Two guesses, wrong at the first and at the last character,
 * are timed in random order, and the two sets compared by Welch's t-test, the slowest tenth left out. Beyond |t| = 10 they differ for
 * certain (dudect, https://eprint.iacr.org/2016/1123); below, nothing was found with so many samples, which is not a proof. That
 * the same measurement finds a careless comparison is asserted too.
 */
const certain = 10
const samples = long ? 20_000 : 400
const secret = randomBytes(32).toString('hex')
const other = (character: string | undefined) => (character === '0' ? '1' : '0')
const wrongAtFirst = other(secret[0]) + secret.slice(1)
const wrongAtLast = secret.slice(0, -1) + other(secret.at(-1))

function careless(one: string, two: string): boolean {
  if (one.length !== two.length) return false
  for (let at = 0; at < one.length; at += 1) if (one[at] !== two[at]) return false
  return true
}

let controlFound: number
beforeAll(() => {
  controlFound = Math.abs(
    compareTimes(
      samples,
      () => careless(secret, wrongAtFirst),
      () => careless(secret, wrongAtLast),
    ),
  )
})

const measured: Record<string, (guess: string) => unknown> = {
  'a verify token': (guess) => isSameSecret(secret, guess),
  'a webhook’s signature': (guess) => signerOf(['an app secret'], Buffer.from('{}'), guess),
}

attack(
  'timing: comparing a secret tells nothing of how much was right, and the measurement would find it',
  async (tries) => {
    for (const [what, compare] of Object.entries(measured)) {
      const t = compareTimes(
        samples,
        () => compare(wrongAtFirst),
        () => compare(wrongAtLast),
      )
      tries.holds(`${what}: |t| = ${Math.abs(t).toFixed(1)} of ${samples} samples`, Math.abs(t) < certain)
    }
    const links = createPublicLinks({ keys: () => [Buffer.alloc(32, 7)], publicBaseUrl: 'https://desk.example' })
    const id = '0190b0a0-0000-7000-8000-000000000000'
    const link = links.linkTo(id) ?? ''
    const { expires = '', signature = '' } = Object.fromEntries(new URL(link).searchParams)
    const first = (signature[0] === 'A' ? 'B' : 'A') + signature.slice(1)
    const late = `${signature.slice(0, -3)}${signature.at(-3) === 'A' ? 'B' : 'A'}${signature.slice(-2)}`
    expect(links.isValid(id, expires, signature)).toBe(true)
    const t = compareTimes(
      samples,
      () => links.isValid(id, expires, first),
      () => links.isValid(id, expires, late),
    )
    tries.holds(`a signed link: |t| = ${Math.abs(t).toFixed(1)}`, Math.abs(t) < certain)
    tries.holds(`the control was found: |t| = ${controlFound.toFixed(1)}`, controlFound > certain)
    await Promise.resolve()
  },
)
