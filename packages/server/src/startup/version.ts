import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'

/** Of the server's package. */
export const version: string = (createRequire(import.meta.url)('../../package.json') as { version: string }).version // our own file

/** The commit that this checkout is at; null outside of one. */
export function gitVersion(): string | null {
  const { status, stdout } = spawnSync('git', ['rev-parse', '--short=12', 'HEAD'], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
    timeout: 2_000,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return status === 0 ? stdout.trim() : null
}
