import { existsSync, readFileSync } from 'node:fs'
import { clusterDirectory } from './cluster.ts'
import { connectionUrl, type Endpoint, passwordFile } from './endpoint.ts'
import { readPostmasterFile } from './postmaster-file.ts'
import { exists } from './process-description.ts'
import { EmbeddedPostgresError } from './refusal.ts'
import { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './start.ts'

/**
 * For commands that work on a data directory whether its server runs or not (backup, replay, key create): uses the
 * running server's Postgres, which disposing leaves alone, or starts one of its own.
 */
export async function openEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  try {
    return await startEmbeddedPostgres(options)
  } catch (error) {
    const running =
      error instanceof EmbeddedPostgresError && error.code === 'in_use' && findRunning(options.dataDirectory)
    if (running) return running
    throw error
  }
}

function findRunning(dataDirectory: string): EmbeddedPostgres | undefined {
  const file = readPostmasterFile(clusterDirectory(dataDirectory))
  if (!file || !exists(file.pid)) return undefined
  const password = passwordFile(dataDirectory)
  const endpoint: Endpoint =
    file.socketDirectory === '' && existsSync(password)
      ? { kind: 'tcp', port: file.port, password: readFileSync(password, 'utf8').trim() }
      : { kind: 'socket', directory: file.socketDirectory }
  return {
    connectionString: (database = 'postgres') => connectionUrl(endpoint, database),
    pid: file.pid,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}
