import { setTimeout as sleep } from 'node:timers/promises'
import { type SyncAllDependencies, syncDue } from './sync-due.ts'

/** How late a change that a webhook told of is read. */
const lookMilliseconds = 3_000

/**
 * Reads templates when somebody asks for it: a webhook said that one changed, or an account is new. What is read by the hour
 * is a scheduled job. Any number of processes may do this: the lease keeps them apart.
 */
export function startTemplateKeeper(dependencies: SyncAllDependencies): AsyncDisposable {
  const stop = new AbortController()
  const running = keep(dependencies, stop.signal)
  return {
    async [Symbol.asyncDispose]() {
      stop.abort()
      await running
    },
  }
}

async function keep(dependencies: SyncAllDependencies, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await syncDue(dependencies, { which: 'asked' }, signal)
    } catch (error) {
      dependencies.log.warn({ err: error }, 'templates could not be looked after; tried again')
    }
    await sleep(lookMilliseconds, undefined, { signal }).catch(() => {}) // the stop ends the sleep
  }
}
