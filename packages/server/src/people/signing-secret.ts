import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { type Sealer, SecretUnreadable } from '../sealing/seal.ts'

/**
 * What cookies are signed and second factors encrypted with: made at the first start, kept sealed with the server's key. So another
 * server key (`switchboard key rotate`) signs nobody out.
 *
 * @returns undefined where it is sealed with another key: of another server on this database, or the database came without its key
 */
export async function signingSecret(pool: pg.Pool, sealer: Sealer): Promise<string | undefined> {
  const id = uuidv7()
  const sealed = JSON.stringify(sealer.seal(id, 'signing', randomBytes(32).toString('base64url')))
  await pool.query('insert into auth.signing (id, secret) values ($1, $2) on conflict do nothing', [id, sealed])
  const { rows } = await pool.query<{ id: string; secret: unknown }>('select id, secret from auth.signing')
  const [row] = rows
  if (!row) throw new Error('the row was made a moment ago')
  try {
    return sealer.open(row.id, 'signing', row.secret)
  } catch (error) {
    if (error instanceof SecretUnreadable) return undefined
    throw error
  }
}
