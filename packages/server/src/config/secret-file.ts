import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { makeDirectory } from './make-directory.ts'

/** Nothing is there: neither the file nor, where a file lies in the way, the directory. */
const absent = new Set(['ENOENT', 'ENOTDIR'])

/** The content of a secret that was kept in the data directory; nothing where there is none. */
export function readSecretFile(dataDirectory: string, name: string): string | undefined {
  try {
    return readFileSync(path.join(dataDirectory, name), 'utf8').trim() || undefined
  } catch (error) {
    if (error instanceof Error && 'code' in error && absent.has(String(error.code))) return undefined
    throw error
  }
}

/** Whole or not at all, and for its owner only (0600) from the first byte on. */
export function writeSecretFile(dataDirectory: string, name: string, content: string): void {
  makeDirectory(dataDirectory)
  const file = path.join(dataDirectory, name)
  const fresh = `${file}.${process.pid}.new`
  writeFileSync(fresh, `${content}\n`, { mode: 0o600 })
  chmodSync(fresh, 0o600)
  renameSync(fresh, file)
}
