import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { canReach, type Identity } from './identity.ts'

export interface SocketDirectory {
  readonly directory: string
  /** True if it stands outside of the data directory and is to be removed at the end. */
  readonly temporary: boolean
}

const socketName = '.s.PGSQL.5432'
/** sockaddr_un.sun_path: 108 bytes on Linux, 104 on macOS, with the NUL at its end. */
const longestPath = process.platform === 'linux' ? 107 : 103
const prefix = 'sb-pg-'

/**
 * A directory for the socket: beside the cluster, where it is found again; where that path is too long for a socket or
 * closed to the user who runs Postgres, in the temporary directory, with a link to it by which the next run
 * finds it after a crash. Nobody but
 * that user (and root) can enter it, and that is all that guards the database, so its roles need no password.
 */
export function prepareSocketDirectory(dataDirectory: string, identity: Identity): SocketDirectory {
  const beside = path.join(path.resolve(dataDirectory), 'postgres-socket')
  if (fits(beside) && canReach(identity, path.dirname(beside))) {
    if (lstatSync(beside, { throwIfNoEntry: false })?.isSymbolicLink()) rmSync(beside)
    mkdirSync(beside, { recursive: true, mode: 0o700 })
    give(beside, identity)
    return { directory: clean(beside), temporary: false }
  }
  const last = lastOf(beside)
  if (last && isOurs(last, identity)) return { directory: clean(last), temporary: true }
  const parent = fits(path.join(tmpdir(), `${prefix}XXXXXX`)) && canReach(identity, tmpdir()) ? tmpdir() : '/tmp'
  const made = mkdtempSync(path.join(parent, prefix))
  give(made, identity)
  rmSync(beside, { force: true })
  symlinkSync(made, beside)
  return { directory: made, temporary: true }
}

/** Where the last run's is, which may have had no time to remove it. */
function lastOf(beside: string): string | undefined {
  const stat = lstatSync(beside, { throwIfNoEntry: false })
  if (stat?.isDirectory()) rmSync(beside, { recursive: true })
  if (!stat?.isSymbolicLink()) return undefined
  const last = readlinkSync(beside)
  return path.basename(last).startsWith(prefix) ? last : undefined
}

function fits(directory: string): boolean {
  return Buffer.byteLength(path.join(directory, socketName)) <= longestPath
}

function give(directory: string, identity: Identity): void {
  if (identity.uid !== undefined) chownSync(directory, identity.uid, identity.gid ?? identity.uid)
}

function isOurs(directory: string, identity: Identity): boolean {
  if (!existsSync(directory)) return false
  const stat = lstatSync(directory)
  return stat.isDirectory() && stat.uid === (identity.uid ?? process.getuid?.()) && (stat.mode & 0o077) === 0
}

/** A lock file of a dead Postgres would stop the next one if its pid was given to another program. */
function clean(directory: string): string {
  for (const name of readdirSync(directory)) {
    if (name.startsWith('.s.PGSQL.')) rmSync(path.join(directory, name))
  }
  return directory
}
