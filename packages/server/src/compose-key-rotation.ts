import pg from 'pg'
import type { Keyring } from './config/keyring.ts'
import type { Settings } from './config/load.ts'
import {
  countFormer,
  countLocked,
  countSealed,
  type Place,
  type ResealProgress,
  reseal,
  type Unreadable,
} from './sealing/reseal.ts'
import { createSealer } from './sealing/seal.ts'
import { sealedPlaces } from './sealing/sealed-places.ts'
import { findWithoutKey } from './startup/name-with-keys.ts'
import type { Store } from './startup/open-store.ts'

export interface RotationReport {
  /** A key was made; false: a rotation that was begun is brought to its end, or the environment gave the key. */
  readonly madeKey: boolean
  readonly kind: 'environment' | 'file'
  readonly resealed: number
  readonly total: number
  readonly unreadable: readonly Unreadable[]
}

type Opened = Pick<Store, 'pool' | 'connectionString'>

/** Another one is under way, or something stands in the way; the message says what to do. */
export class KeyRotationError extends Error {
  override readonly name = 'KeyRotationError'
}

/**
 * Brings every stored secret under the key that seals now, beside servers that run. Where all of them are already, and the key
 * is one of the file, a new one is made first.
 */
export function rotateKeys(
  store: Opened,
  settings: Settings,
  onProgress: (progress: ResealProgress) => void = () => {},
): Promise<RotationReport> {
  return alone(store, async () => {
    const { keyring } = settings.secrets
    await refuseBeforeAllKnow(store, keyring)
    const places = placesOf(settings)
    const total = await countSealed(store.pool, places)
    const begun = (await countFormer(store.pool, places)) > 0
    const madeKey = !begun && keyring.kind === 'file'
    if (madeKey) keyring.renew()
    return { madeKey, kind: keyring.kind, total, ...(await reseal(store.pool, places, onProgress)) }
  })
}

/** Takes former keys out of the key file. @returns how many they were */
export function forgetFormerKeys(store: Opened, settings: Settings): Promise<number> {
  return alone(store, async () => {
    const left = await countFormer(store.pool, placesOf(settings))
    if (left === 0) return settings.secrets.keyring.forgetFormer()
    throw new KeyRotationError(
      `${left} ${left === 1 ? 'secret is' : 'secrets are'} still sealed with a former key. First: switchboard key rotate`,
    )
  })
}

/** How many stored secrets none of these keys opens: all of them after a restore beside another key. */
export async function countLockedSecrets(connectionString: string, settings: Settings): Promise<number> {
  const client = new pg.Client({ connectionString, application_name: 'switchboard restore' })
  await client.connect()
  try {
    return await countLocked(client, placesOf(settings))
  } finally {
    await client.end()
  }
}

/** A server that was started without the key that seals from now on would answer for none of its numbers. */
async function refuseBeforeAllKnow({ pool }: Opened, keyring: Keyring): Promise<void> {
  const without = await findWithoutKey(pool, keyring)
  if (without.length === 0) return
  const given =
    keyring.kind === 'file' ? 'takes its key from SWITCHBOARD_KEY' : 'was started without this SWITCHBOARD_KEY'
  throw new KeyRotationError(
    `A server at ${without.join(', ')} ${given}: it could not open what is encrypted anew. Give every server the same keys, restart them, and run this again (docs/operations/secrets.md).`,
  )
}

function placesOf({ secrets }: Settings): Place[] {
  return sealedPlaces.map((place) => ({ ...place, sealer: createSealer(secrets.keyring.keysFor(place.purpose)) }))
}

/** On a connection of its own: the lock is let go with it, also where the process is killed. */
async function alone<Result>({ connectionString }: Opened, work: () => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString, application_name: 'switchboard key rotation' })
  await client.connect()
  try {
    const { rows } = await client.query<{ locked: boolean }>(
      `select pg_try_advisory_lock(hashtextextended('switchboard key rotation', 0)) as locked`,
    )
    if (rows[0]?.locked) return await work()
    throw new KeyRotationError('Another rotation is under way on this database. Wait for its end.')
  } finally {
    await client.end()
  }
}
