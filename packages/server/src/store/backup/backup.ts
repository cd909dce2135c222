import { once } from 'node:events'
import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { BackupError, ofFile } from './backup-error.ts'
import type { BackupProgress } from './progress.ts'
import { writeFrames } from './write-frames.ts'

export interface BackupOptions {
  readonly connectionString: string
  /** A file that does not exist yet, made readable by its owner alone; or a stream, which is ended. */
  readonly to: string | Writable
  readonly onProgress?: (progress: BackupProgress) => void
}

export interface BackupSummary {
  /** By table. */
  readonly rows: Readonly<Record<string, number>>
  /** Compressed. */
  readonly bytes: number
}

/**
 * Writes every row of the database, as of one moment, while the server goes on. Memory stays bounded (a chunk of 64 KB at
 * a time). A file appears under its name only when it is whole and on the disk.
 *
 * @throws BackupError `exists`, `no_schema`, `file`
 */
export async function backup(options: BackupOptions): Promise<BackupSummary> {
  const { to } = options
  if (typeof to !== 'string') return writeBackup(options, to)
  if (existsSync(to)) throw new BackupError('exists', `${to} exists. Name another file; a backup is not overwritten.`)
  const unfinished = `${to}.unfinished`
  try {
    const file = createWriteStream(unfinished, { mode: 0o600 })
    await once(file, 'open')
    const summary = await writeBackup(options, file)
    await syncFile(unfinished)
    renameSync(unfinished, to)
    return summary
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw ofFile(error, to, 'written')
  }
}

async function writeBackup(options: BackupOptions, to: Writable): Promise<BackupSummary> {
  const client = new pg.Client({ connectionString: options.connectionString, application_name: 'switchboard backup' })
  // a broken connection fails the query that runs, and that is where it is told
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('begin isolation level repeatable read, read only')
    // the same text whatever the server's settings; escaped bytea keeps JSON bodies half as long as hex and compressible
    await client.query(`set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; set local timezone = 'UTC';
      set local extra_float_digits = 3; set local bytea_output = 'escape'; set local statement_timeout = 0;
      set local idle_in_transaction_session_timeout = 0`)
    const header = { migrations: await readMigrations(client), postgres: await serverVersion(client) }
    const rows: Record<string, number> = {}
    let bytes = 0
    const gzip = createGzip({ level: 5 })
    gzip.on('data', (chunk: Buffer) => {
      bytes += chunk.length
    })
    const frames = writeFrames(client, header, (progress) => {
      rows[progress.table] = progress.rows
      options.onProgress?.(progress)
    })
    await pipeline(Readable.from(frames, { objectMode: false }), gzip, to)
    return { rows, bytes }
  } finally {
    await client.end()
  }
}

async function readMigrations(client: pg.Client): Promise<string[]> {
  const there = await client.query(`select from pg_class where oid = to_regclass('public.kysely_migration')`)
  const { rows } =
    there.rowCount === 0
      ? { rows: [] }
      : await client.query<{ name: string }>('select name from kysely_migration order by name')
  if (rows.length === 0) {
    throw new BackupError('no_schema', 'This database holds no Switchboard schema: there is nothing to back up.')
  }
  return rows.map((row) => row.name)
}

async function serverVersion(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ server_version: string }>('show server_version')
  return rows[0]?.server_version ?? ''
}

async function syncFile(file: string): Promise<void> {
  await using handle = await open(file, 'r+')
  await handle.sync()
}
