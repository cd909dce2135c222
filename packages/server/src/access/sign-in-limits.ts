import { createHash } from 'node:crypto'
import ipaddr from 'ipaddr.js'
import type pg from 'pg'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { Refusal } from '../refusal.ts'

/** An attempt that may be made. One that is not told to have succeeded has failed. */
export interface SignInAttempt {
  succeeded(): Promise<void>
}

/**
 * Slows down guessing. An attempt is counted before it is made, so that a thousand at once are no way round it; who guesses is
 * known by the address together with the account that is tried, and by the address alone. Nothing is counted for an account
 * alone: a stranger who fails at somebody's account keeps nobody out of it who comes from elsewhere. Counted in Postgres, so for
 * all processes together and over restarts; accounts are kept as hashes.
 */
export interface SignInLimits {
  /**
   * @param account what is tried: an e-mail address as typed, or what a second factor belongs to
   * @param address of who tries, as `request.ip` has it
   * @throws {Refusal} too-many-requests, with `retry-after`
   */
  attempt(account: string, address: string): Promise<SignInAttempt>
  /**
   * Uses up a code of somebody's app or a backup code, right or not: one that was seen on its way, or comes twice at once, lets in
   * once. An app's is of no use any more after a minute and a half. @returns false: it was tried already
   */
  spend(account: string, code: string): Promise<boolean>
}

const minute = 60
const table = 'failed_sign_ins'

/** How many failures, in how many seconds. From one address: 20 guesses an hour at an account, 240 an hour at all. */
const limits = {
  burst: { points: 5, duration: minute },
  account: { points: 20, duration: 60 * minute },
  address: { points: 60, duration: 15 * minute },
} as const
/** How long a code is remembered: longer than it would be taken. */
const spent = { points: 1, duration: 3 * minute } as const
/** Every so many attempts, what has expired is swept away. */
const sweepEvery = 100

export function createSignInLimits(pool: pg.Pool): SignInLimits {
  const limiter = (keyPrefix: string, limit: { readonly points: number; readonly duration: number }) =>
    new RateLimiterPostgres({
      ...{ storeClient: pool, storeType: 'pool', tableName: table, tableCreated: true, clearExpiredByTimeout: false },
      ...{ keyPrefix, ...limit },
    })
  const burst = limiter('burst', limits.burst)
  const account = limiter('account', limits.account)
  const address = limiter('address', limits.address)
  const codes = limiter('code', spent)
  let attempts = 0

  return {
    async attempt(tried, from) {
      attempts += 1
      if (attempts % sweepEvery === 0) await pool.query(`delete from ${table} where expire < $1`, [Date.now()])
      const network = networkOf(from)
      const pair = keyOf(tried.trim().toLowerCase(), network)
      const alone = keyOf(network)
      // One after the other: what the first refuses is no guess, and the others do not count it.
      await consume(burst, pair)
      await consume(account, pair)
      await consume(address, alone)
      return {
        async succeeded() {
          await Promise.all([burst.delete(pair), account.delete(pair), address.reward(alone)])
        },
      }
    },
    async spend(whose, code) {
      try {
        await codes.consume(keyOf('code', whose, code))
        return true
      } catch (error) {
        if (error instanceof RateLimiterRes) return false
        throw error
      }
    },
  }
}

async function consume(limiter: RateLimiterPostgres, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error
    const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1_000))
    throw new Refusal('too-many-requests', {
      detail: `Too many failed attempts from your address. Try again in ${wordsFor(seconds)}.`,
      headers: { 'retry-after': String(seconds) },
    })
  }
}

function wordsFor(seconds: number): string {
  return seconds < 2 * minute ? `${seconds} seconds` : `${Math.ceil(seconds / minute)} minutes`
}

function keyOf(...parts: string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('base64url')
}

/** Of IPv6 the first 64 bits: a household has that many addresses to itself. */
function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, 4).join(':') : parsed.toString()
}
