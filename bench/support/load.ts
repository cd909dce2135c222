import { execFile, spawnSync } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import type { SignedBodies } from './signed-bodies.ts'

export interface LoadResult {
  readonly requests: number
  readonly microseconds: number
  /** Answers that were not 2xx. */
  readonly refused: number
  /** Connections that failed, and requests that got no answer in time. */
  readonly broken: number
  /** Microseconds. */
  readonly p50: number
  readonly p99: number
}

export interface Load {
  readonly port: number
  readonly connections: number
  readonly seconds: number
  readonly bodies: SignedBodies
}

/** wrk where it is installed: it costs the least of the processor that it shares with the server. */
export const generator = spawnSync('wrk', ['-v']).error === undefined ? 'wrk' : 'bench/support/post-bodies.ts'

/** Sends signed bodies over so many connections, the next on each as soon as the last was answered. */
export async function runLoad({ port, connections, seconds, bodies }: Load): Promise<LoadResult> {
  const files = [bodies.prefix, bodies.suffix, bodies.signatures]
  const script = (name: string) => path.join(import.meta.dirname, name)
  const url = `http://127.0.0.1:${port}/webhooks/whatsapp`
  const [command, arguments_] =
    generator === 'wrk'
      ? ['wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '-s', script('signed-posts.lua'), url, '--', ...files]]
      : [process.execPath, [script('post-bodies.ts'), String(port), String(connections), String(seconds), ...files]]
  const { stdout } = await promisify(execFile)(command, arguments_)
  // Both print their result as the last line.
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as LoadResult
}
