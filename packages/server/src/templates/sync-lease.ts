import { v7 as uuidv7 } from 'uuid'
import type { Queryable } from '../store/database.ts'
import type { Business } from './write-templates.ts'

/*
 * Who reads a business's templates, among all processes. Not a lock of Postgres': reading takes many requests to the provider,
 * and no transaction may stay open so long. A reader that died is replaced when its time is over.
 */

export interface SyncLease extends Business {
  readonly id: string
  /** When it began, by the database's clock. */
  readonly began: Date
}

/** Longer than one request to a provider takes with its patience; it is prolonged with every portion. */
const leaseTime = '2 minutes'

type Place = Pick<Business, 'workspaceId' | 'businessAccountId'>

/** null: somebody else is reading them. */
export async function takeLease(db: Queryable, business: Business): Promise<SyncLease | null> {
  const id = uuidv7()
  const { rows } = await db.query<{ began: Date }>(
    `insert into template_syncs as s (workspace_id, business_account_id, lease_id, leased_until)
     values ($1, $2, $3, now() + $4::interval)
     on conflict (workspace_id, business_account_id) do update set lease_id = $3, leased_until = excluded.leased_until
     where s.leased_until is null or s.leased_until < now()
     returning now() as began`,
    [business.workspaceId, business.businessAccountId, id, leaseTime],
  )
  const [row] = rows
  return row ? { ...business, id, began: row.began } : null
}

/** Another reader took over, because this one was too slow: it writes nothing more. */
export class LeaseLostError extends Error {
  constructor() {
    super('Another process reads the templates of this business now.')
    this.name = 'LeaseLostError'
  }
}

/** Holds the row until the transaction ends, so that what it writes is written under the lease. @throws {LeaseLostError} */
export async function prolongLease(tx: Queryable, lease: SyncLease): Promise<void> {
  const { rowCount } = await tx.query(
    `update template_syncs set leased_until = now() + $4::interval
     where workspace_id = $1 and business_account_id = $2 and lease_id = $3`,
    [lease.workspaceId, lease.businessAccountId, lease.id, leaseTime],
  )
  if (rowCount === 0) throw new LeaseLostError()
}

/** All of them were read. Who asked after it began is not served by it. @throws {LeaseLostError} */
export async function finishSync(tx: Queryable, lease: SyncLease, templates: number): Promise<void> {
  const { rowCount } = await tx.query(
    `update template_syncs set lease_id = null, leased_until = null, synced_at = now(), templates = $4, failures = 0,
       failure = null, due_at = null, requested_at = case when requested_at > $5 then requested_at end
     where workspace_id = $1 and business_account_id = $2 and lease_id = $3`,
    [lease.workspaceId, lease.businessAccountId, lease.id, templates, lease.began],
  )
  if (rowCount === 0) throw new LeaseLostError()
}

export interface SyncFailure {
  readonly code: string
  readonly sentence: string
  readonly remedy?: string | undefined
}

/** It is tried again after 1, 2, 4 … minutes, at most 6 hours. @returns whether it worked the time before */
export async function failSync(db: Queryable, lease: SyncLease, failure: SyncFailure): Promise<boolean> {
  const { rows } = await db.query<{ failures: number }>(
    `update template_syncs set lease_id = null, leased_until = null, failure = $4, failures = failures + 1,
       due_at = now() + least(interval '1 minute' * power(2, least(failures, 10)), interval '6 hours')
     where workspace_id = $1 and business_account_id = $2 and lease_id = $3 returning failures`,
    [lease.workspaceId, lease.businessAccountId, lease.id, JSON.stringify(failure)],
  )
  return rows[0]?.failures === 1
}

/** Given back untouched: the server stops. */
export async function dropLease(db: Queryable, lease: SyncLease): Promise<void> {
  await db.query(
    `update template_syncs set lease_id = null, leased_until = null
     where workspace_id = $1 and business_account_id = $2 and lease_id = $3`,
    [lease.workspaceId, lease.businessAccountId, lease.id],
  )
}

/** Somebody knows that they changed: the next run reads them. */
export async function requestSync(db: Queryable, { workspaceId, businessAccountId }: Place): Promise<void> {
  await db.query(
    `insert into template_syncs (workspace_id, business_account_id, requested_at) values ($1, $2, now())
     on conflict (workspace_id, business_account_id) do update set requested_at = now()`,
    [workspaceId, businessAccountId],
  )
}
