import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describeThisProcess, isRunning, type ProcessDescription } from './process-description.ts'
import { EmbeddedPostgresError } from './refusal.ts'

const heartbeatMs = 1_000

/**
 * One Switchboard per data directory. Postgres's own lock would not do: after a crash we stop the Postgres that was left
 * behind, and must know that it was left behind and is not another server's.
 *
 * The lock is a file that names its process; it is free when that process has ended. A process that can't be seen from
 * here (another container on the same volume) shows by its heartbeat that it lives: the file's time moves every second.
 *
 * @throws EmbeddedPostgresError `in_use`, naming the pid.
 */
export async function lockDataDirectory(dataDirectory: string): Promise<Disposable> {
  const file = path.join(dataDirectory, 'switchboard.lock')
  const mine = `${file}.${randomUUID()}`
  try {
    writeFileSync(mine, JSON.stringify(describeThisProcess()), { mode: 0o600 })
    while (!tryLink(mine, file)) await removeIfAbandoned(file, dataDirectory)
  } finally {
    rmSync(mine, { force: true })
  }
  const { ino } = statSync(file)
  const heartbeat = setInterval(() => touch(file), heartbeatMs)
  heartbeat.unref()
  return {
    [Symbol.dispose]() {
      clearInterval(heartbeat)
      if (statOf(file)?.ino === ino) unlinkSync(file)
    },
  }
}

/** A hard link is made or not, also between two processes; a plain write would not tell. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

async function removeIfAbandoned(file: string, dataDirectory: string): Promise<void> {
  const before = read(file)
  if (!before) return
  const running = before.holder ? isRunning(before.holder) : false
  if (running === true || (running === undefined && (await beats(file)))) {
    const pid = before.holder?.pid ?? 0
    throw new EmbeddedPostgresError(
      'in_use',
      `The data directory ${dataDirectory} is in use by another Switchboard, process ${pid}` +
        `${running === undefined ? ` on ${before.holder?.host}` : ''}. ` +
        'Stop that one first, or give this one a directory of its own with SWITCHBOARD_DATA_DIR.',
    )
  }
  const aside = `${file}.${randomUUID()}`
  try {
    renameSync(file, aside)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  // a third process may have been quicker: then what we took away is its fresh lock, and goes back
  if (statSync(aside).ino !== before.ino) tryLink(aside, file)
  unlinkSync(aside)
}

async function beats(file: string): Promise<boolean> {
  const first = statOf(file)?.mtimeMs
  await wait(4 * heartbeatMs)
  return statOf(file)?.mtimeMs !== first
}

function read(file: string): { holder?: ProcessDescription; ino: number } | undefined {
  try {
    const ino = statSync(file).ino
    const holder = JSON.parse(readFileSync(file, 'utf8')) as ProcessDescription // our own file
    return typeof holder?.pid === 'number' ? { holder, ino } : { ino }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    if (error instanceof SyntaxError) return { ino: statOf(file)?.ino ?? 0 }
    throw error
  }
}

function statOf(file: string) {
  return statSync(file, { throwIfNoEntry: false })
}

function touch(file: string): void {
  try {
    utimesSync(file, new Date(), new Date())
  } catch {
    // The disk may be full or the file taken away: the next beat tries again, and nothing else depends on this one.
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
