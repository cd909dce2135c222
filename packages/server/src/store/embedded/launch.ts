import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { isMainThread } from 'node:worker_threads'
import type { Binaries } from './binaries.ts'
import { pathFor } from './cluster.ts'
import { connectionUrl, type Endpoint, endpointSettings } from './endpoint.ts'
import type { Identity } from './identity.ts'
import { programEnvironment, runProgram } from './run-program.ts'
import { defaultSettings } from './settings.ts'
import { whenReady } from './when-ready.ts'

export interface LaunchOptions {
  readonly cluster: string
  readonly binaries: Binaries
  readonly identity: Identity
  readonly endpoint: Endpoint
  readonly settings: Readonly<Record<string, string>>
  readonly log: (line: string) => void
}

/** One postmaster, from its start to its end. */
export interface Launched {
  readonly pid: number
  /** Resolves, never rejects, with how it ended, e.g. "signal SIGKILL". */
  readonly ended: Promise<string>
  /** The last lines that it wrote. */
  readonly lastLines: readonly string[]
  readonly process: ChildProcess
}

/** Starts a postmaster and waits until it takes connections, however long recovery takes. @throws if it ends instead. */
export async function launch(options: LaunchOptions, signal?: AbortSignal): Promise<Launched> {
  const { binaries, cluster, identity } = options
  const settings = { ...defaultSettings, ...options.settings, ...endpointSettings(options.endpoint) }
  const program = path.join(binaries.bin, 'postgres')
  const args = [
    ...['-D', pathFor(cluster, identity)],
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
  const watch = await parentWatch(program)
  const child = spawn(watch[0] ?? program, [...watch.slice(1), ...(watch.length > 0 ? [program] : []), ...args], {
    ...identity,
    cwd: cluster,
    env: programEnvironment,
    // a session of its own: Ctrl-C in a terminal must reach us alone, or Postgres would go before we have finished
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'ignore', 'pipe'],
    windowsHide: true,
  })
  const lastLines: string[] = []
  follow(child, lastLines, options.log)
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, killedBy) => resolve(killedBy ? `signal ${killedBy}` : `exit code ${code}`))
  })
  const launched = { pid: child.pid ?? 0, ended, lastLines, process: child }
  const connectionString = connectionUrl(options.endpoint, 'postgres')
  await whenReady({ ...launched, cluster, connectionString, log: options.log }, signal)
  return launched
}

/**
 * A prefix that has the kernel send SIGINT to Postgres when we are gone, kill -9 included (Linux, util-linux's setpriv).
 * The signal is tied to the *thread* that starts the child, so only the main thread, which ends last, may ask for it.
 */
async function parentWatch(program: string): Promise<string[]> {
  if (process.platform !== 'linux' || !isMainThread) return []
  const prefix = ['setpriv', '--pdeathsig=INT', '--']
  const works = await runProgram('setpriv', [...prefix.slice(1), program, '--version']).then(
    () => true,
    () => false,
  )
  return works ? prefix : []
}

function follow(child: ChildProcess, lastLines: string[], log: (line: string) => void): void {
  let rest = ''
  let repeated = 0
  child.stderr?.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      // on a full disk every insert says the same, and the log may lie on that disk
      if (line === lastLines.at(-1)) {
        repeated++
        continue
      }
      if (repeated > 0) log(`(the last line came ${repeated} more times)`)
      repeated = 0
      log(line)
      lastLines.push(line)
      if (lastLines.length > 50) lastLines.shift()
    }
  })
}
