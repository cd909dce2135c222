import { expect, test } from 'vitest'
import { createTestDatabase } from '../testing/index.ts'
import type { Job } from './job.ts'
import { startJobs } from './start-jobs.ts'

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

function countingJob(work: (signal: AbortSignal) => Promise<void> = () => Promise.resolve()) {
  const signals: AbortSignal[] = []
  const run = (signal: AbortSignal) => {
    signals.push(signal)
    return work(signal)
  }
  const job: Job = { name: 'ensure-partitions', cron: '0 0 1 1 *', run }
  return { job, signals }
}

test('a job that is asked for runs once, on one of two servers', async () => {
  await using database = await createTestDatabase()
  const { job, signals } = countingJob()
  await using first = await startJobs({ pool: database.pool, jobs: [job], log: silent, pollSeconds: 0.5 })
  await using _second = await startJobs({ pool: database.pool, jobs: [job], log: silent, pollSeconds: 0.5 })
  await first.runNow('ensure-partitions')
  await expect.poll(() => signals.length, { timeout: 60_000 }).toBe(1)
  const { rows } = await database.pool.query('select count(*)::int as n from pgboss.schedule')
  expect(rows).toEqual([{ n: 1 }])
})

test.each([
  ['0 0 1 1 *', 'info'],
  ['*/5 * * * *', 'debug'],
] as const)('a job of "%s" that is done is told at the level %s', async (cron, level) => {
  await using database = await createTestDatabase()
  const told: string[] = []
  const log = { ...silent, debug: () => told.push('debug'), info: () => told.push('info') }
  const job = { ...countingJob().job, cron }
  await using jobs = await startJobs({ pool: database.pool, jobs: [job], log, pollSeconds: 0.5 })
  await jobs.runNow('ensure-partitions')
  await expect.poll(() => told, { timeout: 60_000 }).toEqual([level])
})

test('stopping tells the job that runs, and waits for it', async () => {
  await using database = await createTestDatabase()
  let ended = false
  const { job, signals } = countingJob(async (signal) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    ended = true
  })
  const jobs = await startJobs({ pool: database.pool, jobs: [job], log: silent, pollSeconds: 0.5 })
  await jobs.runNow('ensure-partitions')
  await expect.poll(() => signals.length, { timeout: 60_000 }).toBe(1)
  await jobs[Symbol.asyncDispose]()
  expect(ended).toBe(true)
})

test('a server that stops before the jobs are installed installs no more of them', async () => {
  await using database = await createTestDatabase()
  const stopping = new AbortController()
  const { job } = countingJob()
  stopping.abort()
  const { signal } = stopping
  await using _jobs = await startJobs({ pool: database.pool, jobs: [job], log: silent, signal })
  expect((await database.pool.query('select name from pgboss.schedule')).rows).toEqual([])
})

test('a job that the table of permissions does not name is not run', async () => {
  await using database = await createTestDatabase()
  const { job } = countingJob()
  const jobs = [{ ...job, name: 'made-up' }]
  await expect(startJobs({ pool: database.pool, jobs, log: silent })).rejects.toThrow(/The job "made-up" must declare/)
})
