import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { devNull } from 'node:os'
import { createInterface } from 'node:readline'
import { PassThrough } from 'node:stream'
import { CommandError } from '../report-failure.ts'
import { installAdvice } from './install-advice.ts'

export interface Cloudflared extends AsyncDisposable {
  /** e.g. https://some-words.trycloudflare.com */
  readonly url: string
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<void>
}

const patienceMilliseconds = 60_000

/** @throws {CommandError} where it is not installed, with how it is */
export function requireCloudflared(): void {
  const { error } = spawnSync('cloudflared', ['--version'], { stdio: 'ignore', timeout: 5_000 })
  if (error && 'code' in error && error.code === 'ENOENT')
    throw new CommandError(installAdvice(process.platform, process.arch))
}

/** What it calls itself by is no tunnel's address. */
const addressPattern = /https:\/\/(?!api\.)[a-z\d-]+\.trycloudflare\.com/

/**
 * Starts a quick tunnel and waits for its address. What it says goes into `logFile`.
 * @throws {CommandError} where it ends early, or gives no address
 */
export async function startCloudflared(
  target: string,
  logFile: string,
  patience = patienceMilliseconds,
): Promise<Cloudflared> {
  // A configuration of named tunnels in the home directory would keep it from making a quick one.
  const child = spawn('cloudflared', ['tunnel', '--no-autoupdate', '--config', devNull, '--url', target], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const log = createWriteStream(logFile, { mode: 0o600 })
  const lines = new PassThrough()
  child.stdout.pipe(lines, { end: false })
  child.stderr.pipe(lines, { end: false })
  lines.pipe(log)
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve())
    child.once('exit', () => resolve())
  })
  void ended.then(() => lines.end())
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) child.kill('SIGTERM')
    await ended
  }
  const last: string[] = []
  const found = Promise.withResolvers<string>()
  createInterface({ input: lines }).on('line', (line) => {
    last.push(line)
    if (last.length > 5) last.shift()
    const address = addressPattern.exec(line)?.[0]
    if (address) found.resolve(address)
  })
  child.once('error', (error) => found.reject(new CommandError(`cloudflared: ${error.message}`)))
  child.once('exit', () => {
    // Its last words may still be on the way.
    setImmediate(() => found.reject(new CommandError(ending('cloudflared ended before it gave an address.', last))))
  })
  const timer = setTimeout(() => {
    found.reject(new CommandError(ending(`cloudflared gave no address within ${patience / 1_000} s.`, last)))
  }, patience)
  try {
    const url = await found.promise
    return { url, ended, [Symbol.asyncDispose]: stop }
  } catch (error) {
    await stop()
    if (!log.writableFinished && child.pid !== undefined) await once(log, 'close').catch(() => {})
    throw error
  } finally {
    clearTimeout(timer)
  }
}

function ending(what: string, last: readonly string[]): string {
  const words = last.join('\n')
  const limited = /429|too many requests/i.test(words)
  const advice = limited
    ? 'Cloudflare makes only so many quick tunnels for one address: wait some minutes, or use a name of your own (PUBLIC_BASE_URL).'
    : 'Look whether this machine reaches the internet, then run this again.'
  return [what, ...(words ? [words] : []), advice].join('\n')
}
