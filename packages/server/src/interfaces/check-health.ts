import { statfs } from 'node:fs/promises'
import { shardCount } from '../ingest/shard-of.ts'
import type { Queryable } from '../store/database.ts'
import { pendingMigrations } from '../store/pending-migrations.ts'
import { getProjectionLag, type ProjectionLag } from '../store/queries/get-projection-lag.ts'
import { attempt } from './attempt.ts'

export interface HealthDependencies {
  readonly pool: Queryable
  /** Where the disk is looked at; absent: it is not. */
  readonly dataDirectory?: string | undefined
  readonly version: string
  /** Commit that this is; null where it is not known. */
  readonly gitVersion: string | null
  /** Where files are kept; absent: it is not looked at. */
  readonly files?: FileStore | undefined
  /** True once SIGTERM came: no new traffic is wanted. */
  readonly stopping?: () => boolean
}

export interface FileStore {
  readonly kind: 'disk' | 's3'
  /** What is wrong, in words; null: it works. */
  check(): Promise<string | null>
}

export interface Health {
  readonly ready: boolean
  readonly database: { readonly ok: boolean; readonly milliseconds: number }
  readonly migrations: { readonly ok: boolean; readonly pending: string[] }
  readonly disk: { readonly ok: boolean; readonly freeBytes: number | null }
  /** Without it messages still come in, and their files are fetched later: a fault does not make the server unready. */
  readonly files: { readonly ok: boolean; readonly kind: FileStore['kind'] } | null
  readonly projection: (ProjectionLag & { readonly ok: boolean }) | { readonly ok: false }
  readonly stopping: boolean
}

/** Below this Postgres soon refuses to write; webhooks are better sent to another server. */
const leastFreeBytes = 256 * 1024 * 1024
/** Behind by more than this something is wrong. It does not make the server unready: taking bodies in still works. */
const mostLagSeconds = 60
/** An answer that comes later is no answer to a health check. */
const checkMilliseconds = 3_000

/** Looks at everything that the server needs. Never throws: what fails is in the answer. */
export async function checkHealth(dependencies: HealthDependencies): Promise<Health> {
  const { pool, dataDirectory, files: store, stopping } = dependencies
  const started = performance.now()
  const [connected, pending, lag, freeBytes, files] = await Promise.all([
    attempt(pool.query('select 1'), checkMilliseconds),
    attempt(pendingMigrations(pool), checkMilliseconds),
    attempt(getProjectionLag(pool, shardCount), checkMilliseconds),
    dataDirectory === undefined ? null : attempt(freeBytesOf(dataDirectory), checkMilliseconds),
    store === undefined ? null : checkFiles(store),
  ])
  const database = { ok: connected !== null, milliseconds: Math.round(performance.now() - started) }
  const migrations = { ok: pending?.length === 0, pending: pending ?? [] }
  const disk = { ok: freeBytes === null || freeBytes >= leastFreeBytes, freeBytes }
  const projection = lag ? { ok: lag.lagSeconds <= mostLagSeconds, ...lag } : { ok: false as const }
  const isStopping = stopping?.() ?? false
  const ready = database.ok && migrations.ok && disk.ok && !isStopping
  return { ready, database, migrations, disk, files, projection, stopping: isStopping }
}

async function freeBytesOf(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory)
  return bavail * bsize
}

/** Why it fails is for the log of whoever keeps files, not for everybody who asks. */
async function checkFiles({ kind, check }: FileStore): Promise<Health['files']> {
  const works = await attempt(
    check().then((problem) => problem === null),
    checkMilliseconds,
  )
  return { ok: works === true, kind }
}
