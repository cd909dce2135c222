import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** The content of a secret that was kept in the data directory; nothing where there is none. */
export function readSecretFile(dataDirectory: string, name: string): string | undefined {
  try {
    return readFileSync(path.join(dataDirectory, name), 'utf8').trim() || undefined
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Whole or not at all, and for its owner only (0600) from the first byte on. */
export function writeSecretFile(dataDirectory: string, name: string, content: string): void {
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 })
  const file = path.join(dataDirectory, name)
  const fresh = `${file}.${process.pid}.new`
  writeFileSync(fresh, `${content}\n`, { mode: 0o600 })
  chmodSync(fresh, 0o600)
  renameSync(fresh, file)
}
