import { access, constants, readFile, stat, statfs } from 'node:fs/promises'
import path from 'node:path'
import { installedMajor } from '../store/embedded/binaries.ts'
import { clusterDirectory, describeOtherVersion } from '../store/embedded/cluster.ts'
import type { Finding } from './checks.ts'

const leastFreeBytes = 1024 ** 3

/** Whether it can be written to, or made, and what room is left there. */
export async function checkDisk(dataDirectory: string): Promise<Finding> {
  const there = await nearestThatExists(dataDirectory)
  const hint = 'Run this as whom the server runs as, or name another directory: SWITCHBOARD_DATA_DIR.'
  const unusable = await whyUnusable(there)
  if (unusable) return { ok: false, text: `${there} ${unusable}`, hint }
  const { bavail, bsize } = await statfs(there)
  const free = bavail * bsize
  const text = `${(free / 1024 ** 3).toFixed(1)} GB free for ${dataDirectory}`
  return free >= leastFreeBytes
    ? { ok: true, text }
    : { ok: false, text, hint: 'Free some space, or move the data directory.' }
}

/** Whether the embedded Postgres of this version can open what is in the directory, without starting it. */
export async function checkEmbedded(dataDirectory: string): Promise<Finding> {
  const cluster = clusterDirectory(dataDirectory)
  // Not there yet, or only its own user may look: the start says more.
  const found = await readFile(path.join(cluster, 'PG_VERSION'), 'utf8').catch(() => undefined)
  const major = installedMajor()
  if (found === undefined || Number(found) === major)
    return { ok: true, text: 'embedded Postgres, started with the server' }
  return { ok: false, text: describeOtherVersion(cluster, found.trim(), major) }
}

async function whyUnusable(directory: string): Promise<string | undefined> {
  if (!(await stat(directory)).isDirectory()) return 'is not a directory'
  return access(directory, constants.W_OK | constants.X_OK).then(
    () => undefined,
    () => 'cannot be written to',
  )
}

async function nearestThatExists(directory: string): Promise<string> {
  const there = await stat(directory).then(
    () => true,
    () => false,
  )
  const parent = path.dirname(directory)
  return there || parent === directory ? directory : nearestThatExists(parent)
}
