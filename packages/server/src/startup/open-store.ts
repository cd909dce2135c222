import pg from 'pg'
import type { Logger } from 'pino'
import type { Settings } from '../config/load.ts'
import { type DatabaseHandle, openDatabase, openScopedDatabase } from '../store/database.ts'
import { databaseName, ensureDatabase } from '../store/embedded/ensure-database.ts'
import { startEmbeddedPostgres } from '../store/embedded/start.ts'
import { migrate } from '../store/migrate.ts'
import { ensurePartitions } from '../store/partitions/ensure-partitions.ts'
import { ensureRoles } from '../store/row-security/ensure-roles.ts'
import { nameWithKeys } from './name-with-keys.ts'
import { findRunningServer } from './running-server.ts'

export interface Store extends DatabaseHandle {
  /** The same database as it is for whoever was let in: within a scope only, and only the rows of its workspace. */
  readonly scoped: DatabaseHandle
  readonly connectionString: string
  /** How many migrations ran just now. */
  readonly migrated: number
}

export interface OpenStoreOptions {
  readonly settings: Settings
  readonly log: Logger
  /** Connect to the Postgres of a server that runs on the data directory, if one does. For commands beside it. */
  readonly join?: boolean
  readonly maxConnections?: number
}

/** The database cannot be reached; the message says why and what to do. */
export class StoreUnreachableError extends Error {
  override readonly name = 'StoreUnreachableError'
}

/** DATABASE_URL's Postgres, or the embedded one; migrated, with the partitions that today needs. */
export async function openStore(options: OpenStoreOptions): Promise<Store> {
  const { settings, log } = options
  await using undo = new AsyncDisposableStack()
  const { connectionString } = undo.use(await locateDatabase(options))
  let closing = false
  const connection = {
    connectionString,
    maxConnections: options.maxConnections ?? 12,
    applicationName: nameWithKeys(settings.secrets.keyring),
    onIdleError(error: Error) {
      // While we close, the database may be quicker to end a connection than we are.
      if (!closing) log.warn({ err: error }, 'a database connection broke; the next query opens another')
    },
  }
  const handle = undo.use(openDatabase(connection))
  const scoped = undo.use(openScopedDatabase({ ...connection, applicationName: 'switchboard for callers' }))
  undo.defer(() => {
    closing = true
  })
  const migrated = await bringUpToDate(handle).catch((error: unknown) => {
    throw describeFailure(error, settings)
  })
  if (migrated.length > 0)
    log.info({ migrations: migrated.length, last: migrated.at(-1) }, 'the schema was brought up to this version')
  const keep = undo.move()
  return {
    pool: handle.pool,
    db: handle.db,
    scoped,
    connectionString,
    migrated: migrated.length,
    [Symbol.asyncDispose]: () => keep.disposeAsync(),
  }
}

export interface DatabaseLocation extends AsyncDisposable {
  readonly connectionString: string
}

/** Where the database is, without looking into it; starts the embedded one, until disposed. */
export async function locateDatabase(options: Omit<OpenStoreOptions, 'maxConnections'>): Promise<DatabaseLocation> {
  const { settings, log, join } = options
  const { config, secrets } = settings
  const running = join ? findRunningServer(config.dataDirectory)?.databaseUrl : undefined
  const elsewhere = secrets.databaseUrl ?? running
  if (elsewhere !== undefined) return { connectionString: elsewhere, [Symbol.asyncDispose]: () => Promise.resolve() }
  await using undo = new AsyncDisposableStack()
  const postgres = undo.use(
    await startEmbeddedPostgres({
      dataDirectory: config.dataDirectory,
      log: (line) => log.debug({ line }, 'postgres'),
    }),
  )
  await ensureDatabase(postgres.connectionString(), databaseName)
  const keep = undo.move()
  return { connectionString: postgres.connectionString(databaseName), [Symbol.asyncDispose]: () => keep.disposeAsync() }
}

async function bringUpToDate({ db, pool }: DatabaseHandle): Promise<string[]> {
  const ran = await migrate(db)
  // They are the cluster's, not the database's: one that was copied to another cluster comes without them.
  await ensureRoles(db)
  await ensurePartitions(pool, new Date())
  return ran
}

const unreachable = ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH', 'ECONNRESET', '28P01', '28000', '3D000']

function describeFailure(error: unknown, { config }: Settings): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const timedOut = error instanceof Error && /timeout/i.test(error.message)
  if (config.database.kind === 'embedded' || !(unreachable.includes(code) || timedOut)) return error
  // Postgres's own words name the user or the database, never the password.
  const said = error instanceof pg.DatabaseError ? `${error.message} (${code})` : code
  const why = said === '' ? 'no answer came' : said
  return new StoreUnreachableError(
    `The database of DATABASE_URL (${config.database.host}) cannot be used: ${why}.\n` +
      'Check that it runs and that user, password and database name are right, or unset DATABASE_URL to use the embedded one.',
    { cause: error },
  )
}
