import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { beginWithPristineCluster } from '../../packages/server/src/testing/pristine-cluster.ts'
import { throwawayRoot } from '../../packages/server/src/testing/throwaway-root.ts'

const program = path.join(import.meta.dirname, '../../packages/cli/src/bin.ts')

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Running extends AsyncDisposable {
  readonly process: ChildProcess
  /** Where it listens. */
  readonly url: string
  readonly stdout: () => string
  readonly stderr: () => string
  readonly ended: Promise<Ended>
}

/** A directory of the test's own for data, with nothing of the machine's environment in it. */
export function temporaryDirectory(): Disposable & { readonly path: string } {
  const directory = mkdtempSync(path.join(throwawayRoot(), 'switchboard-product-'))
  return { path: directory, [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }) }
}

/** Runs a command to its end, as a user would, in the given data directory. */
export function switchboard(dataDirectory: string, args: readonly string[], environment = {}): Promise<Ended> {
  return start(dataDirectory, args, environment).ended
}

/** As `serveFirst`, but its database is there already, empty, unless the environment names another one. */
export async function serve(dataDirectory: string, environment: object = {}): Promise<Running> {
  if (!('DATABASE_URL' in environment)) await beginWithPristineCluster(dataDirectory)
  return serveFirst(dataDirectory, environment)
}

/** Starts the server on a free port, with whatever is in its directory, and waits until it says that it is ready. */
export async function serveFirst(dataDirectory: string, environment: object = {}): Promise<Running> {
  const { child, ended, stdout, stderr } = start(dataDirectory, ['serve', '--port', '0'], environment)
  const ready = Promise.withResolvers<void>()
  child.stdout?.on('data', () => stdout().includes('Try next') && ready.resolve())
  await Promise.race([ready.promise, ended])
  // With PUBLIC_BASE_URL the banner names that; where it listens is in the log.
  const listening = /Server listening at (http:\/\/[^\s"]+)/.exec(stdout() + stderr())
  const url = (listening ?? /MCP +(http:\/\/[^\s/]+)\/mcp/.exec(stdout()))?.[1]
  if (url === undefined) throw new Error(`the server did not start: ${stdout()}${stderr()}`)
  const process = child
  return { process, url, stdout, stderr, ended, [Symbol.asyncDispose]: () => end(child, ended) }
}

export function start(dataDirectory: string, args: readonly string[], environment: object) {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: dataDirectory,
    env: { PATH: process.env.PATH, HOME: dataDirectory, SWITCHBOARD_DATA_DIR: dataDirectory, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, stdout, stderr }))
  return { child, ended, stdout: () => stdout, stderr: () => stderr }
}

async function end(child: ChildProcess, ended: Promise<Ended>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
  await ended
}
