import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Settings, TunnelOpening } from '@switchboard/server'
import { CommandError } from '../report-failure.ts'

export interface ServedForTunnel extends AsyncDisposable {
  readonly url: string
  /** Never, where somebody else started it. */
  readonly ended: Promise<void>
}

const patienceMilliseconds = 60_000
const loopback = '127.0.0.1,::1'

/**
 * The server that runs on the data directory, or a new one that ends with the tunnel. Where everything is opened, people sign in through
 * it: then the server has to believe the tunnel for whom it comes, or all of them would have this machine's address.
 * @throws {CommandError}
 */
export async function serveForTunnel(
  { config, env }: Settings,
  opens: TunnelOpening,
  program: string,
): Promise<ServedForTunnel> {
  const { findRunningServer } = await import('@switchboard/server')
  const { dataDirectory, trustedProxies } = config
  const running = findRunningServer(dataDirectory)
  if (running) {
    if (opens === 'everything' && trustedProxies.length === 0)
      throw new CommandError(
        `The server that runs was not told to believe the tunnel for whom it comes. Stop it and run this again, or set SWITCHBOARD_TRUSTED_PROXIES=${loopback} and start it anew.`,
      )
    return { url: running.url, ended: new Promise(() => {}), [Symbol.asyncDispose]: async () => {} }
  }
  const trust =
    opens === 'everything' && env.SWITCHBOARD_TRUSTED_PROXIES.value === undefined
      ? { SWITCHBOARD_TRUSTED_PROXIES: loopback }
      : {}
  const child = spawn(process.execPath, [...process.execArgv, program, 'serve', '--data-dir', dataDirectory], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...trust },
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await ended
  }
  const deadline = Date.now() + patienceMilliseconds
  while (child.exitCode === null && Date.now() < deadline) {
    const server = findRunningServer(dataDirectory)
    if (server) return { url: server.url, ended, [Symbol.asyncDispose]: stop }
    await sleep(50)
  }
  await stop()
  throw new CommandError('The server did not start; why is said above.')
}
