import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Logger } from 'pino'
import { isUnavailable } from '../store/is-unavailable.ts'
import { type HeadUpdate, updateAuditHead } from './audit-head.ts'

export interface KeepAuditHeadOptions {
  readonly pool: pg.Pool
  readonly dataDirectory: string
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
  /** Between two looks; the file is written when a chain has grown. */
  readonly everyMilliseconds?: number
  /** Between two lines in the log that say the same as the file. */
  readonly logEveryMilliseconds?: number
}

/**
 * Keeps `audit-head` up to date: once a minute, and when disposed. At the start it says where the database has fewer rows, or
 * others, than the file knows of.
 */
export function keepAuditHead(options: KeepAuditHeadOptions): AsyncDisposable {
  const { pool, dataDirectory, log, everyMilliseconds = 60_000, logEveryMilliseconds = 3_600_000 } = options
  const stop = new AbortController()
  let loggedAt = -Infinity
  let toldOf = ''

  async function look(isLast: boolean): Promise<void> {
    try {
      const update = await updateAuditHead(pool, dataDirectory)
      complain(update)
      if (!update.written || (!isLast && performance.now() - loggedAt < logEveryMilliseconds)) return
      loggedAt = performance.now()
      const ends = [...update.heads].map(([chain, { seq, hash }]) => `${chain} ${seq} ${hash.toString('hex')}`)
      log.info({ ends }, 'the audit log ends here')
    } catch (error) {
      if (isUnavailable(error)) log.warn({ err: error }, 'audit-head waits for the database')
      else log.error({ err: error }, 'audit-head could not be written')
    }
  }

  function complain({ contradicted }: HeadUpdate): void {
    const chains = contradicted.join()
    if (chains !== '' && chains !== toldOf)
      log.error(
        { chains: contradicted },
        'the audit log does not go on from what audit-head knows: rows are missing or were written anew. Run: switchboard audit verify',
      )
    toldOf = chains
  }

  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      await look(false)
      await sleep(everyMilliseconds, undefined, { signal: stop.signal, ref: false }).catch(() => {})
    }
  }

  const running = run()
  return {
    async [Symbol.asyncDispose]() {
      stop.abort()
      await running
      await look(true)
    },
  }
}
