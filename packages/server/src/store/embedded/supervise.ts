import { setTimeout as wait } from 'node:timers/promises'
import { type Launched, type LaunchOptions, launch } from './launch.ts'
import { endLeftovers } from './leftovers.ts'
import { stop } from './stop.ts'

export interface Supervised extends AsyncDisposable {
  /** The postmaster's; another one after a restart. */
  readonly pid: number
}

const firstPauseMs = 100
const longestPauseMs = 5_000

/**
 * Keeps a Postgres running.
 *
 * running → (it ended, and not by us) pausing → starting → running, or pausing again, each time twice as long up to 5 s;
 * from anywhere → stopping → stopped. It never gives up: what stops Postgres (a full disk, say) passes, and the server
 * answers 503 meanwhile. The socket stays where it is, so the pools that point there recover by themselves.
 *
 * @throws when the very first start fails.
 */
export async function supervise(options: LaunchOptions): Promise<Supervised> {
  const stopping = new AbortController()
  let current = await start(options)
  // when we end without disposing (an uncaught error), and no kernel tells Postgres so
  const onExit = () => current.process.kill('SIGINT')
  process.once('exit', onExit)
  const kept = keep()

  async function keep(): Promise<void> {
    while (!stopping.signal.aborted) {
      const how = await Promise.race([current.ended, aborted(stopping.signal)])
      if (how === undefined) return
      options.log(`Postgres ended unexpectedly (${how}); starting it again`)
      for (let pause = firstPauseMs; !stopping.signal.aborted; pause = Math.min(2 * pause, longestPauseMs)) {
        await wait(pause, undefined, { signal: stopping.signal }).catch(() => {})
        if (stopping.signal.aborted || (await startAgain())) break
      }
    }
  }

  async function startAgain(): Promise<boolean> {
    try {
      current = await start(options, stopping.signal)
      options.log(`Postgres is back (pid ${current.pid})`)
      return true
    } catch (error) {
      options.log(error instanceof Error ? error.message : String(error))
      return false
    }
  }

  return {
    get pid() {
      return current.pid
    },
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await kept
      process.off('exit', onExit)
      if (current.process.exitCode === null && current.process.signalCode === null) await stop(current, options)
    },
  }
}

async function start(options: LaunchOptions, signal?: AbortSignal): Promise<Launched> {
  await endLeftovers(options.cluster, options.log)
  return launch(options, signal)
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    else signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
}
