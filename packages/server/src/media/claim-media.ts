import type { WorkspaceId } from '@switchboard/contract'
import type pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import type { MediaKind } from '../transports/transport.ts'

export interface ClaimedMedia {
  readonly id: string
  readonly leaseId: string
  readonly workspaceId: WorkspaceId
  readonly accountId: string
  readonly transport: string
  readonly messageId: string
  readonly kind: MediaKind
  readonly providerMediaId: string | null
  readonly url: string | null
  readonly sha256: string | null
  readonly attempts: number
  readonly createdAt: Date
}

/** A crash is noticed after this; while an attempt runs it is put off again and again. */
export const leaseSeconds = 120

/*
 * Every account's oldest first, one of each in turn, so that one with a thousand files does not hold up the others. Attempts
 * count when they begin: a file that kills the process is not tried for ever. Only accounts whose transport runs here, so
 * what waits for a missing token costs nothing and is tried when the token is there.
 */
const claimText = /* sql */ `
update media m set due_at = now() + $3 * interval '1 second', lease_id = $4, attempts = m.attempts + 1
from (
  select due.id, a.transport from accounts a
  cross join lateral (
    select id, row_number() over (order by due_at) as turn from (
      select id, due_at from media
      where account_id = a.id and state = 'pending' and due_at <= now()
      order by due_at limit $2 for update skip locked) ready) due
  where a.transport = any ($1::text[])
  order by due.turn limit $2) claimed
where m.id = claimed.id
returning m.id, m.lease_id as "leaseId", m.workspace_id as "workspaceId", m.account_id as "accountId", claimed.transport,
  m.message_id as "messageId", m.kind, m.provider_media_id as "providerMediaId", m.sha256, m.attempts,
  m.created_at as "createdAt", (select content ->> 'url' from messages where messages.id = m.message_id) as url`

/** Files that are due, at most so many, for this process alone. */
export async function claimMedia(pool: pg.Pool, transports: readonly string[], limit: number): Promise<ClaimedMedia[]> {
  const { rows } = await pool.query<ClaimedMedia>({
    name: 'claim media',
    text: claimText,
    values: [transports, limit, leaseSeconds, uuidv7()],
  })
  return rows
}

/** @returns false: somebody else has it by now, or it is gone. */
export async function keepLease(pool: pg.Pool, { id, leaseId }: ClaimedMedia): Promise<boolean> {
  const { rowCount } = await pool.query(
    `update media set due_at = now() + $3 * interval '1 second' where id = $1 and lease_id = $2 and state = 'pending'`,
    [id, leaseId, leaseSeconds],
  )
  return rowCount === 1
}

/** How many files wait for an attempt that could be made now. */
export async function countDue(pool: pg.Pool, transports: readonly string[]): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    `select count(*)::int as n from media m join accounts a on a.id = m.account_id
     where m.state = 'pending' and m.due_at <= now() and a.transport = any ($1::text[])`,
    [transports],
  )
  return rows[0]?.n ?? 0
}
