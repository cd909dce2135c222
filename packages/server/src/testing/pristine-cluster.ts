import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { appendFile, cp } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { clusterDirectory } from '../store/embedded/cluster.ts'

const run = promisify(execFile)

/** Environment variable: where the run of tests keeps a Postgres cluster with the schema and no rows, which nobody starts. */
const variable = 'SWITCHBOARD_TEST_CLUSTER'

/** Keeps a copy of this cluster, which must be stopped, for the processes that this one starts from now on. */
export async function keepPristineCluster(dataDirectory: string): Promise<void> {
  const pristine = `${clusterDirectory(dataDirectory)}.pristine`
  await copyDirectory(clusterDirectory(dataDirectory), pristine)
  process.env[variable] = pristine
}

/**
 * What the first start of a server takes longest for, done. Nothing where there is a cluster already, or none is kept. Its commits
 * don't wait for the disk: no test takes the power away, and what is killed leaves to the system what it wrote.
 */
export async function beginWithPristineCluster(dataDirectory: string): Promise<void> {
  const pristine = process.env[variable]
  const cluster = clusterDirectory(dataDirectory)
  if (pristine === undefined || existsSync(cluster)) return
  await copyDirectory(pristine, cluster)
  await appendFile(path.join(cluster, 'postgresql.conf'), 'fsync = off\n')
}

/** With its owner, who may be another one than we are: Postgres does not run as root. */
async function copyDirectory(from: string, to: string): Promise<void> {
  if (process.platform === 'win32') await cp(from, to, { recursive: true })
  else await run('cp', ['-Rp', from, to])
}
