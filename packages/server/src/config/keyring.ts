import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { rmSync, statSync } from 'node:fs'
import { BootError } from './boot-error.ts'
import {
  encryptionKey,
  encryptionKeyFile,
  keptEncryptionKeys,
  keyBytes,
  readKept,
  replaceKeptKeys,
} from './encryption-key.ts'
import type { Env } from './env.ts'

/** What a key is for; keys of different purposes say nothing of each other. */
export type KeyPurpose = 'account secrets' | 'media links' | 'signing secret' | 'single sign-on' | 'webhook secrets'

/**
 * The keys under which secrets are kept. Those of the environment are read once. The file is looked at whenever keys are asked
 * for, so that a server that runs takes over what `switchboard key rotate` writes there.
 */
export interface Keyring {
  /** Where the key that seals is from. */
  readonly kind: 'environment' | 'file'
  /** Names the keys that were known at the start, first the one that seals. No secret. */
  readonly ids: readonly string[]
  /** First the one that seals, then those that only open. The same array for as long as nothing changed. */
  keysFor(purpose: KeyPurpose): () => readonly Buffer[]
  /**
   * Puts a new key before those of the file: from then on it seals, in servers that run too. Those before it stay.
   * @throws where the keys are of the environment, which nobody can change from here
   */
  renew(): void
  /** Takes all but the first out of the file. @returns how many */
  forgetFormer(): number
}

/**
 * SWITCHBOARD_KEY goes before SWITCHBOARD_KEY_PREVIOUS, and both before the file, which is made only where the first is not set.
 * @throws {BootError} when the file is needed and can't be used
 */
export function openKeyring(env: Env, dataDirectory: string): Keyring {
  const given = [...keysOf(env.SWITCHBOARD_KEY.value), ...keysOf(env.SWITCHBOARD_KEY_PREVIOUS.value)]
  const kind = env.SWITCHBOARD_KEY.value === undefined ? 'file' : 'environment'
  const former = kind === 'file' ? given : []
  const first = kind === 'environment' ? given : []
  const file = encryptionKeyFile(dataDirectory)
  const kept = kind === 'file' ? keptEncryptionKeys(dataDirectory) : keptIfUsable(file)
  let known = [...first, ...kept, ...former]
  let stamp = stampOf(file)
  const masters = (): readonly Buffer[] => {
    const now = stampOf(file)
    if (now === stamp) return known
    stamp = now
    const read = keptIfUsable(file)
    // A file that went away or was damaged takes no key from a server that runs.
    if (read.length > 0) known = [...first, ...read, ...former]
    return known
  }
  return {
    kind,
    ids: known.map(idOf),
    keysFor: (purpose) => derivedFrom(masters, purpose),
    renew() {
      if (kind === 'environment') throw new Error('SWITCHBOARD_KEY is set: a new key is given there')
      replaceKeptKeys(dataDirectory, [randomBytes(keyBytes), ...keptEncryptionKeys(dataDirectory)])
    },
    forgetFormer() {
      const here = keptIfUsable(file)
      // Where SWITCHBOARD_KEY is set the whole file is of former keys.
      const stay = kind === 'file' ? here.slice(0, 1) : []
      if (here.length === stay.length) return 0
      if (kind === 'file') replaceKeptKeys(dataDirectory, stay)
      else rmSync(file)
      return here.length - stay.length
    },
  }
}

function idOf(key: Buffer): string {
  return createHmac('sha256', key).update('key id').digest('hex').slice(0, 6)
}

/** What is no key was refused with the configuration. */
function keysOf(text: string | undefined): Buffer[] {
  const read = text === undefined ? undefined : encryptionKeys(text)
  return read && 'value' in read ? read.value : []
}

/** One or more, by commas. */
export function encryptionKeys(text: string): { readonly value: Buffer[] } | { readonly wrong: string } {
  const value: Buffer[] = []
  for (const part of text.split(',')) {
    const read = encryptionKey(part.trim())
    if ('wrong' in read) return read
    value.push(read.value)
  }
  return { value }
}

/** RFC 5869: what one of the keys leaks says nothing of the others. */
function derivedFrom(masters: () => readonly Buffer[], purpose: KeyPurpose): () => readonly Buffer[] {
  let of: readonly Buffer[] | undefined
  let derived: readonly Buffer[] = []
  return () => {
    const now = masters()
    if (now !== of)
      derived = now.map((key) => Buffer.from(hkdfSync('sha256', key, '', `switchboard ${purpose}`, keyBytes)))
    of = now
    return derived
  }
}

function keptIfUsable(file: string): readonly Buffer[] {
  try {
    return readKept(file) ?? []
  } catch (error) {
    if (error instanceof BootError) return []
    throw error
  }
}

/** Changes with every replacement of the file: that puts another one into its place. */
function stampOf(file: string): string | undefined {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false })
  return found && `${found.ino} ${found.ctimeNs}`
}
