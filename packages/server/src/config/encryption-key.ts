import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import path from 'node:path'
import { BootError } from './boot-error.ts'
import { makeDirectory } from './make-directory.ts'
import type { Reader } from './read-value.ts'

/** AES-256's. */
export const keyBytes = 32

/** 32 bytes as 64 hex digits or as base64, with or without its padding. Never repeats what was given. */
export const encryptionKey: Reader<Buffer> = (text) => {
  const hex = /^[0-9a-f]{64}$/i.test(text)
  const base64 = /^[A-Za-z0-9+/_-]{43}=?$/.test(text)
  if (hex || base64) return { value: Buffer.from(text, hex ? 'hex' : 'base64') }
  return { wrong: `must be ${keyBytes} bytes, as 64 hex digits or as 44 characters of base64; it has ${text.length}` }
}

/**
 * The keys that stand in for SWITCHBOARD_KEY, a line each: the first seals, the others are former ones. One is made at first
 * use in the data directory, for its owner only. Of processes that start at once one makes it and all have the same.
 *
 * @throws {BootError} when others can read the file, or it holds no key: a new one would not open what the old one sealed.
 */
export function keptEncryptionKeys(dataDirectory: string): readonly Buffer[] {
  const file = encryptionKeyFile(dataDirectory)
  const kept = readKept(file)
  if (kept) return kept
  makeDirectory(dataDirectory)
  putWhole(file, [randomBytes(keyBytes)], linkUnlessThere)
  const made = readKept(file)
  if (made) return made
  throw wrongFile(`${file} disappeared while it was being made`)
}

export function encryptionKeyFile(dataDirectory: string): string {
  return path.join(dataDirectory, 'encryption-key')
}

/** Puts these keys into the place of those that are there, all or none of them. */
export function replaceKeptKeys(dataDirectory: string, keys: readonly Buffer[]): void {
  putWhole(encryptionKeyFile(dataDirectory), keys, renameSync)
}

/** The keys of the file; undefined where there is none. @throws {BootError} as keptEncryptionKeys */
export function readKept(file: string): readonly Buffer[] | undefined {
  let text: string
  let mode: number
  try {
    mode = statSync(file).mode & 0o777
    text = readFileSync(file, 'utf8').trim()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  // Windows has no such modes.
  if ((mode & 0o077) !== 0 && process.platform !== 'win32') {
    throw wrongFile(
      `${file}, which stands for it, can be read by others (mode ${mode.toString(8)}). Make it private: chmod 600 ${file}`,
    )
  }
  return text.split(/\s+/).map((line) => {
    const read = encryptionKey(line)
    if ('value' in read) return read.value
    throw wrongFile(
      `${file}, which stands for it, does not hold a key. Put the right one back from where you keep it; without it stored tokens cannot be opened`,
    )
  })
}

function putWhole(file: string, keys: readonly Buffer[], put: (fresh: string, file: string) => void): void {
  const fresh = `${file}.${process.pid}.${randomBytes(6).toString('hex')}.new`
  try {
    writeWhole(fresh, keys.map((key) => `${key.toString('base64')}\n`).join(''))
    put(fresh, file)
  } finally {
    rmSync(fresh, { force: true })
  }
  syncDirectory(path.dirname(file))
}

/** On the disk before it is used: a key that a power cut takes would take every token with it. */
function writeWhole(file: string, content: string): void {
  const descriptor = openSync(file, 'wx', 0o600)
  try {
    writeSync(descriptor, content)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** A link is made whole or not at all, and never over what is there: who comes second takes the first one's key. */
function linkUnlessThere(fresh: string, file: string): void {
  try {
    linkSync(fresh, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
}

function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return
  const descriptor = openSync(directory, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function wrongFile(wrong: string): BootError {
  return new BootError([{ variable: 'SWITCHBOARD_KEY', wrong: `is not set, and ${wrong}` }])
}
