import { readdirSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { disownPostmasterFile, readPostmasterFile } from './postmaster-file.ts'
import { exists } from './process-description.ts'
import { runProgram } from './run-program.ts'

/**
 * Ends what an earlier server left running on this cluster: a postmaster that outlived its parent (kill -9 of the
 * server), or backends that outlived their postmaster (kill -9 of that). Only for the holder of the data directory's lock:
 * nobody else can have a claim on them.
 */
export async function endLeftovers(cluster: string, log: (line: string) => void): Promise<void> {
  const file = readPostmasterFile(cluster)
  if (!file) return
  if (!(file.pid > 0)) {
    // written when the disk was full; Postgres would refuse to start on it
    rmSync(path.join(cluster, 'postmaster.pid'))
  } else if (exists(file.pid)) {
    if (await isPostgresOf(cluster, file.pid)) {
      log(`a Postgres of an earlier run is still here (pid ${file.pid}); stopping it`)
      await end([file.pid], ['SIGINT', 'SIGQUIT', 'SIGKILL'], 10_000)
    }
  }
  // they leave by themselves when they notice, but one in the middle of a long query may not for a while
  const orphans = processesOf(cluster)
  if (orphans.length > 0) await end(orphans, ['SIGQUIT', 'SIGKILL'], 2_000)
  // its pid may be another program's by now, or stay a zombie that nobody reaps: Postgres would take both for alive
  if (readPostmasterFile(cluster)) disownPostmasterFile(cluster)
}

async function end(pids: readonly number[], signals: readonly NodeJS.Signals[], patienceMs: number): Promise<void> {
  for (const signal of signals) {
    for (const pid of pids.filter(exists)) process.kill(pid, signal)
    for (const until = Date.now() + patienceMs; Date.now() < until; await wait(10)) {
      if (!pids.some(exists)) return
    }
  }
}

/** Pids are used again, so the number alone proves nothing. */
async function isPostgresOf(cluster: string, pid: number): Promise<boolean> {
  if (process.platform === 'linux') return worksIn(realpathSync(cluster), String(pid))
  if (process.platform === 'win32') return true
  const name = await runProgram('ps', ['-p', String(pid), '-o', 'comm=']).catch(() => '')
  return path.basename(name.trim()).startsWith('postgres')
}

/** Every process of Postgres works in its data directory. Linux only; elsewhere Postgres's own check must do. */
function processesOf(cluster: string): number[] {
  if (process.platform !== 'linux') return []
  const directory = realpathSync(cluster)
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && worksIn(directory, name))
    .map(Number)
}

function worksIn(directory: string, pid: string): boolean {
  try {
    const program = path.basename(readlinkSync(`/proc/${pid}/exe`))
    // "postgres (deleted)" after an upgrade
    return readlinkSync(`/proc/${pid}/cwd`) === directory && program.startsWith('postgres')
  } catch {
    return false // it ended meanwhile, or is another user's
  }
}
