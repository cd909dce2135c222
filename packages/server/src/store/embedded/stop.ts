import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Launched, LaunchOptions } from './launch.ts'
import { runProgram } from './run-program.ts'

/**
 * Ends Postgres: fast (open transactions are rolled back, then a checkpoint); if that takes more than 7 seconds, at once,
 * which is as safe but makes the next start recover; at last by force. Done within 10 seconds.
 */
export async function stop({ process: child, ended }: Launched, options: LaunchOptions): Promise<void> {
  if (process.platform === 'win32') {
    // there are no signals there: pg_ctl tells Postgres through a pipe
    const fast = ['stop', '-D', options.cluster, '-m', 'fast', '-t', '7']
    await runProgram(path.join(options.binaries.bin, 'pg_ctl'), fast).catch(() => child.kill('SIGKILL'))
    await ended
    return
  }
  const steps = [
    ['SIGINT', 7_000],
    ['SIGQUIT', 2_000],
    ['SIGKILL', 1_000],
  ] as const
  for (const [signal, patienceMs] of steps) {
    child.kill(signal)
    const timer = new AbortController()
    const late = wait(patienceMs, 'late', { signal: timer.signal }).catch(() => 'late')
    const outcome = await Promise.race([ended, late])
    timer.abort()
    if (outcome !== 'late') return
    options.log(`Postgres did not end within ${patienceMs / 1_000} s of ${signal}`)
  }
}
