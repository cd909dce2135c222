import { mkdirSync, rmSync } from 'node:fs'
import { findBinaries } from './binaries.ts'
import { clusterDirectory, prepareCluster } from './cluster.ts'
import { lockDataDirectory } from './data-directory-lock.ts'
import { connectionUrl, type Endpoint, tcpEndpoint } from './endpoint.ts'
import { chooseIdentity } from './identity.ts'
import { endLeftovers } from './leftovers.ts'
import { EmbeddedPostgresError } from './refusal.ts'
import { prepareSocketDirectory } from './socket-directory.ts'
import { supervise } from './supervise.ts'

export interface EmbeddedPostgresOptions {
  /** Where `postgres/` is made; it survives restarts. */
  readonly dataDirectory: string
  /** Settings of `postgresql.conf` over ours, e.g. `{ fsync: 'off' }` in tests. */
  readonly settings?: Readonly<Record<string, string>>
  /** Takes what Postgres and its keeper say, a line at a time. Holds no row's content. */
  readonly log?: (line: string) => void
  /** The directory of binaries (with bin, lib and share) to use instead of the installed package's. */
  readonly native?: string
  /** `tcp` where there are no unix sockets (Windows). It can't be changed for a directory that exists. */
  readonly endpoint?: Endpoint['kind']
}

export interface EmbeddedPostgres extends AsyncDisposable {
  /** A `postgresql://` URL for the given database ("postgres" if none is named). The same after a restart of Postgres. */
  connectionString(database?: string): string
  /** Of the postmaster that runs at the moment. */
  readonly pid: number
}

/**
 * Starts the bundled Postgres on a data directory, making it at first, and keeps it running until disposed. Disposing
 * takes up to 10 seconds.
 *
 * @throws EmbeddedPostgresError with what is wrong and what to do.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDirectory, log = () => {}, settings = {} } = options
  await using undo = new AsyncDisposableStack()
  undo.use(await claimDirectory(dataDirectory))
  const cluster = clusterDirectory(dataDirectory)
  const identity = chooseIdentity(cluster)
  const binaries = await findBinaries({
    identity,
    dataDirectory,
    ...(options.native ? { native: options.native } : {}),
  })
  const kind = options.endpoint ?? (process.platform === 'win32' ? 'tcp' : 'socket')
  const tcp = kind === 'tcp' ? await tcpEndpoint(dataDirectory, identity) : undefined
  await prepareCluster({ dataDirectory, binaries, identity, endpoint: kind, durable: settings.fsync !== 'off' })
  await endLeftovers(cluster, log)
  const endpoint = tcp ?? socketEndpoint()
  const postgres = undo.use(await supervise({ cluster, binaries, identity, endpoint, settings, log }))
  const keep = undo.move()
  return {
    connectionString: (database = 'postgres') => connectionUrl(endpoint, database),
    get pid() {
      return postgres.pid
    },
    [Symbol.asyncDispose]: () => keep.disposeAsync(),
  }

  function socketEndpoint(): Endpoint {
    const sockets = prepareSocketDirectory(dataDirectory, identity)
    if (sockets.temporary) undo.defer(() => rmSync(sockets.directory, { recursive: true, force: true }))
    return { kind: 'socket', directory: sockets.directory }
  }
}

async function claimDirectory(dataDirectory: string): Promise<Disposable> {
  try {
    // root drops to another user, who must pass through
    mkdirSync(dataDirectory, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
    return await lockDataDirectory(dataDirectory)
  } catch (cause) {
    if (cause instanceof EmbeddedPostgresError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new EmbeddedPostgresError(
      'start_failed',
      `The data directory ${dataDirectory} can't be written: ${reason}. ` +
        'Make room or give the right to write there, or name another one with SWITCHBOARD_DATA_DIR.',
      { cause },
    )
  }
}
