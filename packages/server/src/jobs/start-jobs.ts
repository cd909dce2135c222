import type pg from 'pg'
import { PgBoss } from 'pg-boss'
import { requireDeclaredJob } from '../access/permissions.ts'
import type { Job, JobRunner } from './job.ts'

export interface JobsOptions {
  readonly pool: pg.Pool
  readonly jobs: readonly Job[]
  /** How often a server looks for work. What happens once a day can wait half a minute. */
  readonly pollSeconds?: number
  /** The server stops: what is not installed yet is left to the next one, since nobody waits for it. */
  readonly signal?: AbortSignal
  readonly log: {
    debug(details: object, message: string): void
    info(details: object, message: string): void
    warn(details: object, message: string): void
    error(details: object, message: string): void
  }
}

/** How long a stop waits for a job that runs; it sees its signal at once and is done again by the next server. */
const stopMilliseconds = 3_000

/**
 * Scheduled work, on pg-boss and the server's own pool. Schedules live in the database, so each job runs once however many
 * servers there are. Failed work is tried again three times, ever later.
 *
 * @throws where a job has no line in the table of permissions
 */
export async function startJobs({ pool, jobs, log, signal, pollSeconds = 30 }: JobsOptions): Promise<JobRunner> {
  for (const { name } of jobs) requireDeclaredJob(name)
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    schema: 'pgboss',
    // What happens once a day need not be looked for every second.
    superviseIntervalSeconds: 300,
    cronWorkerIntervalSeconds: 30,
  })
  boss.on('error', (error) => log.warn({ err: error }, 'the job runner had a fault; it goes on'))
  const stopping = new AbortController()
  await boss.start()
  for (const job of jobs) if (!signal?.aborted) await install(job)

  async function install(job: Job): Promise<void> {
    await boss.createQueue(job.name, { retryLimit: 3, retryDelay: 60, retryBackoff: true, policy: 'singleton' })
    await boss.schedule(job.name, job.cron, null, { tz: 'UTC' })
    await boss.work(job.name, { pollingIntervalSeconds: pollSeconds }, async () => {
      const started = performance.now()
      try {
        await job.run(stopping.signal)
        const done = { job: job.name, milliseconds: Math.round(performance.now() - started) }
        if (isFrequent(job)) log.debug(done, 'job done')
        else log.info(done, 'job done')
      } catch (error) {
        log.error({ job: job.name, err: error }, 'job failed; it is tried again')
        throw error
      }
    })
  }

  return {
    async runNow(name) {
      await boss.send(name)
    },
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await boss.stop({ graceful: true, timeout: stopMilliseconds, close: false })
    },
  }
}

/** Every few minutes: thousands of lines a day that say only that nothing went wrong. */
function isFrequent({ cron }: Job): boolean {
  return cron.startsWith('*')
}
