import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import path from 'node:path'
import type { Binaries } from './binaries.ts'
import { type Endpoint, passwordFile, role } from './endpoint.ts'
import { canReach, type Identity } from './identity.ts'
import { EmbeddedPostgresError } from './refusal.ts'
import { runInitdb } from './run-initdb.ts'

export interface ClusterOptions {
  readonly dataDirectory: string
  readonly binaries: Binaries
  readonly identity: Identity
  readonly endpoint: Endpoint['kind']
  /** False: don't wait for the disk. For throwaway clusters only. */
  readonly durable: boolean
}

export function clusterDirectory(dataDirectory: string): string {
  return path.join(path.resolve(dataDirectory), 'postgres')
}

/**
 * Makes the cluster at first; later checks that it is one that these binaries can open.
 *
 * @throws EmbeddedPostgresError `other_version`, `not_ours`
 */
export async function prepareCluster(options: ClusterOptions): Promise<void> {
  const cluster = clusterDirectory(options.dataDirectory)
  if (existsSync(cluster)) requireOwner(cluster, options.identity)
  if (!existsSync(cluster) || readdirSync(cluster).length === 0) return initialise(cluster, options)
  const file = path.join(cluster, 'PG_VERSION')
  if (!existsSync(file)) {
    throw new EmbeddedPostgresError(
      'not_ours',
      `${cluster} holds something that is not a Postgres cluster (it has no PG_VERSION). ` +
        'Move it away, or give the server another directory with SWITCHBOARD_DATA_DIR.',
    )
  }
  const found = readFileSync(file, 'utf8').trim()
  const { major } = options.binaries
  if (Number(found) !== major) {
    throw new EmbeddedPostgresError('other_version', describeOtherVersion(cluster, found, major))
  }
}

/** What is wrong with a cluster of another major version, and both ways out. */
export function describeOtherVersion(cluster: string, found: string, major: number): string {
  return (
    `${cluster} was made by Postgres ${found}; this Switchboard brings Postgres ${major}, which can't open it. ` +
    'Nothing was changed. Either run "switchboard backup FILE" with the Switchboard that made it, move the directory ' +
    `away and run "switchboard restore FILE" with this one; or serve it with a Postgres ${found} of your own and set ` +
    'DATABASE_URL.'
  )
}

/** In a directory of its own, then renamed: a kill half-way leaves nothing that looks like a cluster. */
async function initialise(cluster: string, options: ClusterOptions): Promise<void> {
  const { identity, binaries, dataDirectory } = options
  const unfinished = `${cluster}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true, mode: 0o700 })
  if (identity.uid !== undefined) chownSync(unfinished, identity.uid, identity.gid ?? identity.uid)
  const password =
    options.endpoint === 'tcp' ? ['--auth=scram-sha-256', `--pwfile=${passwordFile(dataDirectory)}`] : ['--auth=trust']
  await runInitdb(
    path.join(binaries.bin, 'initdb'),
    [
      ...['-D', pathFor(unfinished, identity), '-U', role, ...password],
      ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
      ...(options.durable ? [] : ['--no-sync']),
    ],
    { ...identity, cwd: unfinished },
  )
  if (existsSync(cluster)) rmSync(cluster, { recursive: true })
  renameSync(unfinished, cluster)
}

/**
 * How a process that works in `directory` names it. Root may keep its data where no other user can go (/root is closed to
 * all others), but Postgres doesn't run as root: a process may always enter its own working directory by this name, and
 * it inherits that directory from us.
 */
export function pathFor(directory: string, identity: Identity): string {
  return canReach(identity, directory) || process.platform !== 'linux' ? directory : '/proc/self/cwd'
}

function requireOwner(cluster: string, identity: Identity): void {
  const uid = process.getuid?.()
  if (uid === undefined) return
  const owner = lstatSync(cluster).uid
  if (identity.uid !== undefined) {
    // root, and the files are root's: unpacked from an archive, say
    if (owner === 0) giveAll(cluster, identity.uid, identity.gid ?? identity.uid)
  } else if (owner !== uid) {
    throw new EmbeddedPostgresError(
      'not_ours',
      `${cluster} belongs to user ${owner}, and this process runs as user ${uid}. Start as that user (root, if root made ` +
        `it), or give the files over while no server runs: sudo chown -R ${uid} ${path.dirname(cluster)}`,
    )
  }
}

function giveAll(directory: string, uid: number, gid: number): void {
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    chownSync(path.join(entry.parentPath, entry.name), uid, gid)
  }
  chownSync(directory, uid, gid)
  chmodSync(directory, 0o700)
}
