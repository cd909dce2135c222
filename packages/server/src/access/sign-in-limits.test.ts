import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { Refusal } from '../refusal.ts'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { createSignInLimits, type SignInLimits } from './sign-in-limits.ts'

let database: TestDatabase
let limits: SignInLimits
beforeAll(async () => {
  database = await createTestDatabase()
})
beforeEach(async () => {
  await database.pool.query('truncate failed_sign_ins')
  limits = createSignInLimits(database.pool)
})
afterAll(() => database[Symbol.asyncDispose]())

const owner = 'owner@example.com'
const outcome = (account: string, address: string): Promise<unknown> =>
  limits.attempt(account, address).then(
    () => 'tried',
    (error: unknown) => (error instanceof Refusal ? [error.code, Number(error.headers['retry-after'])] : error),
  )
const many = async (count: number, account: string, address: string): Promise<void> => {
  for (let done = 0; done < count; done += 1) await outcome(account, address)
}

test('after five failures in a minute an address waits, whatever it types, and says how long', async () => {
  await many(4, owner, '192.0.2.1')
  expect(await outcome(' OWNER@example.com', '192.0.2.1')).toBe('tried')
  const [code, seconds] = (await outcome(owner, '192.0.2.1')) as [string, number]
  expect(code).toBe('too-many-requests')
  expect(seconds).toBeGreaterThan(0)
  expect(seconds).toBeLessThanOrEqual(60)
})

test('a thousand attempts at once are no more than five', async () => {
  const outcomes = await Promise.all(Array.from({ length: 200 }, () => outcome(owner, '192.0.2.1')))
  expect(outcomes.filter((one) => one === 'tried')).toHaveLength(5)
})

test('a stranger who fails at an account keeps its owner out from nowhere but where the stranger is', async () => {
  await many(100, owner, '198.51.100.66')
  expect(await outcome(owner, '192.0.2.1')).toBe('tried')
  expect(await outcome(owner, '2001:db8::1')).toBe('tried')
})

test('who comes with more and more addresses of one network has one', async () => {
  const outcomes = await Promise.all(Array.from({ length: 20 }, (_, at) => outcome(owner, `2001:db8::${at + 1}`)))
  expect(outcomes.filter((one) => one === 'tried')).toHaveLength(5)
  expect(await outcome(owner, '2001:db8:0:1::1')).toBe('tried')
})

test('an address that tries many accounts waits too', async () => {
  for (let at = 0; at < 60; at += 1) expect(await outcome(`person-${at}@example.com`, '192.0.2.1')).toBe('tried')
  expect(await outcome('somebody.else@example.com', '192.0.2.1')).toEqual(['too-many-requests', expect.any(Number)])
})

test('a success forgives what came before it', async () => {
  await many(4, owner, '192.0.2.1')
  await (await limits.attempt(owner, '192.0.2.1')).succeeded()
  await many(4, owner, '192.0.2.1')
  expect(await outcome(owner, '192.0.2.1')).toBe('tried')
  const { rows } = await database.pool.query(`select points from failed_sign_ins where key like 'address%'`)
  expect(rows).toEqual([{ points: 9 }])
})

test('a minute later it goes on, until twenty in an hour', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  try {
    for (let minutes = 0; minutes < 4; minutes += 1) {
      for (let at = 0; at < 5; at += 1) expect(await outcome(owner, '192.0.2.1')).toBe('tried')
      expect(await outcome(owner, '192.0.2.1')).toEqual(['too-many-requests', expect.any(Number)])
      vi.setSystemTime(Date.now() + 61_000)
    }
    const [, seconds] = (await outcome(owner, '192.0.2.1')) as [string, number]
    expect(seconds).toBeGreaterThan(3_000)
    vi.setSystemTime(Date.now() + 3_600_000)
    expect(await outcome(owner, '192.0.2.1')).toBe('tried')
  } finally {
    vi.useRealTimers()
  }
})

test('another process counts on, and neither accounts nor addresses are kept as they are', async () => {
  await many(5, owner, '192.0.2.1')
  limits = createSignInLimits(database.pool)
  expect(await outcome(owner, '192.0.2.1')).not.toBe('tried')
  const { rows } = await database.pool.query('select * from failed_sign_ins')
  expect(JSON.stringify(rows)).not.toMatch(/owner|192\.0/)
})

test('what has expired is swept away as attempts go on', async () => {
  await database.pool.query(`insert into failed_sign_ins values ('old', 1, 1)`)
  for (let at = 0; at < 100; at += 1) await outcome(owner, `192.0.2.${at}`)
  expect((await database.pool.query(`select 1 from failed_sign_ins where key = 'old'`)).rows).toEqual([])
})
