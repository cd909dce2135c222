import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { openDatabase } from '../store/database.ts'
import { startEmbeddedPostgres } from '../store/embedded/start.ts'
import { migrate } from '../store/migrate.ts'
import { ensurePartitions } from '../store/partitions/ensure-partitions.ts'
import { templateDatabase } from './test-database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection string with `DATABASE` where the database's name goes. */
    readonly postgres: string
  }
}

/** One real Postgres for the whole run; every test file copies its migrated template. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'switchboard-test-'))
  const postgres = await startEmbeddedPostgres({ dataDirectory, settings: { fsync: 'off', max_connections: '300' } })
  const admin = new pg.Client(postgres.connectionString())
  await admin.connect()
  await admin.query(`create database ${templateDatabase}`)
  await admin.end()
  const template = openDatabase({ connectionString: postgres.connectionString(templateDatabase) })
  await migrate(template.db)
  await ensurePartitions(template.pool, new Date())
  await template[Symbol.asyncDispose]()
  project.provide('postgres', postgres.connectionString('DATABASE'))
  return async () => {
    await postgres[Symbol.asyncDispose]()
    rmSync(dataDirectory, { recursive: true, force: true })
  }
}
