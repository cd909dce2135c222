import { hash, randomBytes } from 'node:crypto'

/** Every key starts like this, so that secret scanners and people recognise one. */
export const keyPrefix = 'sb_live_'

/** As much of a key as may be shown again. */
const shownLength = keyPrefix.length + 6

export interface NewKey {
  /** The key itself: shown once, never stored. */
  readonly key: string
  readonly shown: string
  readonly sha256: Buffer
}

/** 256 random bits: too many to guess, so one round of SHA-256 at rest is enough (no password, no dictionary). */
export function generateKey(): NewKey {
  const key = keyPrefix + randomBytes(32).toString('base64url')
  return { key, shown: key.slice(0, shownLength), sha256: sha256OfKey(key) }
}

export function sha256OfKey(key: string): Buffer {
  return hash('sha256', key, 'buffer')
}
