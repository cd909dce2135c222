import { mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { openDatabase } from '../store/database.ts'
import { databaseName, ensureDatabase } from '../store/embedded/ensure-database.ts'
import { startEmbeddedPostgres } from '../store/embedded/start.ts'
import { migrate } from '../store/migrate.ts'
import { ensurePartitions } from '../store/partitions/ensure-partitions.ts'
import { keepPristineCluster } from './pristine-cluster.ts'
import { templateDatabase } from './test-database.ts'
import { throwawayRoot } from './throwaway-root.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection string with `DATABASE` where the database's name goes. */
    readonly postgres: string
  }
}

/** Every database is a copy of the template, which the write-ahead log would hold: compressing that is most of the work. */
const throwaway = { fsync: 'off', full_page_writes: 'off', wal_compression: 'off', max_connections: '300' }

/**
 * One real Postgres for the whole run; every test file copies its migrated template. Servers that tests start in a directory of
 * their own begin with a copy of its cluster as it was before, with the schema and nothing else: see tests/support/switchboard.ts.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDirectory = mkdtempSync(path.join(throwawayRoot(), 'switchboard-test-'))
  await makeCluster(dataDirectory)
  await keepPristineCluster(dataDirectory)
  const postgres = await startEmbeddedPostgres({ dataDirectory, settings: throwaway })
  const admin = new pg.Client(postgres.connectionString())
  await admin.connect()
  await admin.query(`create database ${templateDatabase} template ${databaseName}`)
  await admin.end()
  project.provide('postgres', postgres.connectionString('DATABASE'))
  return async () => {
    await postgres[Symbol.asyncDispose]()
    rmSync(dataDirectory, { recursive: true, force: true })
  }
}

async function makeCluster(dataDirectory: string): Promise<void> {
  await using postgres = await startEmbeddedPostgres({ dataDirectory, settings: throwaway })
  await ensureDatabase(postgres.connectionString(), databaseName)
  const { db, pool, ...handle } = openDatabase({ connectionString: postgres.connectionString(databaseName) })
  await migrate(db)
  await ensurePartitions(pool, new Date())
  await handle[Symbol.asyncDispose]()
}
