import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import type { Settings } from '@switchboard/server'
import { CommandError } from './report-failure.ts'

export interface Target extends AsyncDisposable {
  readonly url: string
  readonly key: string | undefined
}

const patienceMilliseconds = 30_000

/**
 * The server that runs on the data directory; where none does, a new one on a free port, which ends when this is disposed. Two
 * assistants that start at once get one server: the second one's is refused the directory and finds the first.
 */
export async function findOrStartServer(settings: Settings, program: string): Promise<Target> {
  const { findRunningServer, firstKeyFile, readSecretFile } = await import('@switchboard/server')
  const { dataDirectory } = settings.config
  const key = () => readSecretFile(dataDirectory, firstKeyFile)
  const running = findRunningServer(dataDirectory)
  if (running) return { url: running.url, key: key(), [Symbol.asyncDispose]: () => Promise.resolve() }
  const child = spawn(process.execPath, [program, 'serve', '--port', '0', '--data-dir', dataDirectory], {
    // What it says goes to our stderr; stdout is the protocol's.
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const deadline = Date.now() + patienceMilliseconds
  while (Date.now() < deadline) {
    const server = findRunningServer(dataDirectory)
    if (server) return { url: server.url, key: key(), [Symbol.asyncDispose]: () => end(child) }
    await wait(50)
  }
  await end(child)
  throw new CommandError('No server came up within 30 s; why is said above. Try: switchboard serve')
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}
