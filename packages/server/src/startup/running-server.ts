import { rmSync } from 'node:fs'
import path from 'node:path'
import { readSecretFile, writeSecretFile } from '../config/secret-file.ts'
import { isAlive } from './is-alive.ts'

/** What a running server tells the commands on the same machine, in `server.json` of its data directory (0600). */
export interface RunningServer {
  readonly pid: number
  readonly url: string
  /** Of the embedded Postgres; absent where DATABASE_URL is used. */
  readonly databaseUrl?: string
  readonly startedAt: string
}

const file = 'server.json'

/** Written when the server is ready; taken away when disposed. */
export function announceServer(dataDirectory: string, server: RunningServer): Disposable {
  writeSecretFile(dataDirectory, file, JSON.stringify(server, null, 1))
  return {
    [Symbol.dispose]() {
      if (readAnnouncement(dataDirectory)?.pid === server.pid) rmSync(path.join(dataDirectory, file), { force: true })
    },
  }
}

/** The server that runs on this data directory, or nothing. */
export function findRunningServer(dataDirectory: string): RunningServer | undefined {
  const server = readAnnouncement(dataDirectory)
  return server !== undefined && isAlive(server.pid) ? server : undefined
}

function readAnnouncement(dataDirectory: string): RunningServer | undefined {
  const text = readSecretFile(dataDirectory, file)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as RunningServer // our own file, written whole
  } catch {
    // Somebody wrote into it: then nobody is announced.
    return undefined
  }
}
