import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** What a running Postgres writes into `postmaster.pid` (src/include/utils/pidfile.h), as far as we use it. */
export interface PostmasterFile {
  readonly pid: number
  readonly port: number
  readonly socketDirectory: string
  readonly ready: boolean
}

export function readPostmasterFile(cluster: string): PostmasterFile | undefined {
  let lines: string[]
  try {
    lines = readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  return {
    pid: Number(lines[0]),
    port: Number(lines[3]),
    socketDirectory: lines[4] ?? '',
    ready: lines[7]?.trim() === 'ready',
  }
}

/**
 * Puts our pid in the place of a dead one's. Postgres takes its parent's pid for a left
 * over, yet still checks the shared memory named below it, which guards against a second Postgres; removing the file
 * would remove that guard too.
 */
export function disownPostmasterFile(cluster: string): void {
  const file = path.join(cluster, 'postmaster.pid')
  const [, ...rest] = readFileSync(file, 'utf8').split('\n')
  writeFileSync(file, [process.pid, ...rest].join('\n'))
}
