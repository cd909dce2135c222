import type { Queryable } from '../store/database.ts'

export interface SessionRow {
  readonly id: string
  readonly userAgent: string | null
  readonly address: string | null
  readonly createdAt: Date
  readonly lastSeenAt: Date
  readonly expiresAt: Date
}

/** Of one person, those that still let in, last seen first. Their tokens are told to nobody. */
export async function listSessions(pool: Queryable, userId: string): Promise<SessionRow[]> {
  const { rows } = await pool.query<SessionRow>(
    `select id, "userAgent", "ipAddress" as address, "createdAt", "updatedAt" as "lastSeenAt", "expiresAt" from auth.session
     where "userId" = $1 and "expiresAt" > now() order by "updatedAt" desc, id limit 200`,
    [userId],
  )
  return rows
}

/** False: the person has no such session. */
export async function endSession(pool: Queryable, userId: string, id: string): Promise<boolean> {
  const { rowCount } = await pool.query(`delete from auth.session where "userId" = $1 and id = $2`, [userId, id])
  return rowCount === 1
}

/** All but this one. */
export async function endOtherSessions(pool: Queryable, userId: string, id: string | null): Promise<void> {
  await pool.query(`delete from auth.session where "userId" = $1 and id is distinct from $2`, [userId, id])
}
