import { readFileSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'

/** Linux keeps this directory in memory. */
const memory = '/dev/shm'
/** What a run of the tests takes at most is far below; the machine's own programs want some too. */
const roomBytes = 4 * 2 ** 30

/**
 * Where a run of the tests puts its clusters and data directories: in memory where there is plenty, else where the system has such
 * things. Copying databases is much of what the tests do, and on a disk's file system that costs twice the processor time.
 */
export function throwawayRoot(): string {
  if (process.platform !== 'linux' || !mayRunPrograms()) return tmpdir()
  const { bavail, bsize } = statfsSync(memory)
  return bavail * bsize >= roomBytes ? memory : tmpdir()
}

/** Containers often forbid it there; Postgres' binaries may have to be copied beside a cluster. */
function mayRunPrograms(): boolean {
  const mounts = readFileSync('/proc/mounts', 'utf8').split('\n')
  const options = mounts.map((line) => line.split(' ')).findLast(([, place]) => place === memory)?.[3]
  return options !== undefined && !options.split(',').includes('noexec')
}
