import type pg from 'pg'
import { Refusal } from '../refusal.ts'
import type { Queryable } from '../store/database.ts'
import { inTransaction } from '../store/in-transaction.ts'

export interface ConnectionRow {
  readonly id: string
  readonly issuer: string
  readonly createdAt: Date
}

const providers = /* sql */ `"providerId" like 'oidc:%'`

/** What of the identity provider an account is connected with, oldest first. */
export async function listConnections(pool: Queryable, userId: string): Promise<ConnectionRow[]> {
  const { rows } = await pool.query<ConnectionRow>(
    `select "id", substr("providerId", 6) as issuer, "createdAt" from auth.account
     where "userId" = $1 and ${providers} order by "createdAt", "id"`,
    [userId],
  )
  return rows
}

/**
 * Who is known there under this connection comes in by it no more. Somebody with a proved address is connected again when they come
 * by the provider with it.
 *
 * @throws {Refusal} not-found; conflict: nothing else lets them in
 */
export function disconnect(pool: pg.Pool, userId: string, id: string): Promise<void> {
  return inTransaction(pool, async (tx) => {
    // Held, so that of two at once one sees what the other left.
    await tx.query('select from auth."user" where id = $1 for update', [userId])
    const { rowCount } = await tx.query(`delete from auth.account where "userId" = $1 and "id" = $2 and ${providers}`, [
      userId,
      id,
    ])
    if (rowCount === 0) throw new Refusal('not-found', { detail: 'Your account has no such connection.' })
    const { rowCount: left } = await tx.query(
      `select from auth.account where "userId" = $1 and ("password" is not null or ${providers})
       union all select from auth.passkey where "userId" = $1`,
      [userId],
    )
    if (left === 0)
      throw new Refusal('conflict', { detail: 'Nothing else lets you in. Set a password or add a passkey first.' })
  })
}
