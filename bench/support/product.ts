import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const program = path.join(import.meta.dirname, '../../packages/cli/src/bin.ts')

/** The product as `make start` starts it, in a process of its own. Disposing stops it as an operator would. */
export interface Product extends AsyncDisposable {
  readonly process: ChildProcess
  readonly port: number
  readonly key: string
  readonly databaseUrl: string
  /** From spawning to the first 200 of /health/ready. */
  readonly readyMilliseconds: number
}

/** Makefile's SERVE_FLAGS. */
const serveFlags = ['--max-semi-space-size=8', '--max-old-space-size=256']

/** @throws when it ends instead of getting ready within 30 s; its log goes to standard error. */
export async function startProduct(directory: string, environment: Record<string, string> = {}): Promise<Product> {
  const started = performance.now()
  const child = spawn(process.execPath, [...serveFlags, program, 'serve', '--port', '0'], {
    cwd: directory,
    // One key asks for as much as it can get.
    env: {
      ...{ PATH: process.env['PATH'], SWITCHBOARD_DATA_DIR: directory, LOG_LEVEL: 'warn', SWITCHBOARD_RATE_LIMIT: '0' },
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const { url, databaseUrl } = await announced(directory, child)
  while (!(await isReady(url))) await wait(5)
  return {
    process: child,
    port: Number(new URL(url).port),
    key: readFileSync(path.join(directory, 'api-key'), 'utf8').trim(),
    databaseUrl,
    readyMilliseconds: performance.now() - started,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'close')
    },
  }
}

interface Announced {
  readonly pid: number
  readonly url: string
  readonly databaseUrl: string
}

/** What the server writes for other commands once it listens; an older one's file may still be there. */
async function announced(directory: string, child: ChildProcess): Promise<Announced> {
  for (const until = performance.now() + 30_000; performance.now() < until; await wait(5)) {
    if (child.exitCode !== null) break
    const written = readAnnounced(path.join(directory, 'server.json'))
    if (written && written.pid === child.pid) return written
  }
  child.kill('SIGKILL')
  throw new Error('the server did not start; its reason is above')
}

function readAnnounced(file: string): Announced | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Announced
  } catch {
    return undefined // not written yet
  }
}

async function isReady(url: string): Promise<boolean> {
  const response = await fetch(`${url}/health/ready`)
  await response.body?.cancel()
  return response.status === 200
}

/** Watches the resident set of a process, every 200 ms; gives the largest so far, in MB. */
export function watchMemory({ pid }: ChildProcess): { most(): number; stop(): void } {
  let most = 0
  const timer = setInterval(() => {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    most = Math.max(most, Math.round(Number(kilobytes) / 1_024))
  }, 200)
  return { most: () => most, stop: () => clearInterval(timer) }
}
