import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { readPostmasterFile } from './postmaster-file.ts'
import { EmbeddedPostgresError } from './refusal.ts'

export interface Starting {
  readonly pid: number
  readonly cluster: string
  readonly connectionString: string
  readonly ended: Promise<string>
  readonly lastLines: readonly string[]
  readonly log: (line: string) => void
}

const askAnywayMs = 500

/**
 * Waits until Postgres takes connections. There is no limit: recovery from a crash takes what it takes, a full disk lasts
 * until somebody makes room; every 5 seconds the log says what it waits for.
 *
 * @throws EmbeddedPostgresError `start_failed`, with Postgres's last words, when it ends instead.
 */
export async function whenReady(starting: Starting, signal?: AbortSignal): Promise<void> {
  let end: string | undefined
  void starting.ended.then((how) => {
    end = how
  })
  const began = performance.now()
  let asked = began
  let reason = 'it does not listen yet'
  for (let told = 0; !signal?.aborted; await wait(15)) {
    const now = performance.now()
    // Asking too early fills its log with refusals, so we wait for its word in postmaster.pid. On a full disk it can't
    // write that word: after a while we ask anyway.
    if (saysReady(starting) || now - asked > askAnywayMs) {
      const refusal = await connectOnce(starting.connectionString)
      if (refusal === undefined) return
      reason = refusal
      asked = performance.now()
    }
    if (end !== undefined) {
      await wait(20) // its last words come through a pipe of their own
      const words = starting.lastLines.slice(-8).join('\n  ')
      throw new EmbeddedPostgresError('start_failed', `Postgres did not start (${end}):\n  ${words}`)
    }
    const seconds = Math.floor((now - began) / 5_000) * 5
    if (seconds > told) starting.log(`Postgres is still starting after ${seconds} s: ${reason}`)
    told = seconds
  }
}

function saysReady({ pid, cluster }: Starting): boolean {
  const file = readPostmasterFile(cluster)
  return file?.pid === pid && file.ready
}

/** @returns why it was refused; undefined if it was not. */
async function connectOnce(connectionString: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.end()
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
