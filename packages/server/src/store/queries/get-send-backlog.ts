import type { Queryable } from '../database.ts'

export interface SendBacklog {
  /** Sends that may leave when their turn comes; at most `countedAtMost` are counted. */
  readonly queued: number
  /** How long the one that is due longest has waited; 0 when none is due. */
  readonly lagSeconds: number
  /** On their way to the provider. */
  readonly leased: number
  /** Nobody knows whether they arrived. */
  readonly unknown: number
  /** They wait for a person's yes. */
  readonly approvals: number
  /** Deliveries to webhook endpoints that are on their way or to be tried. */
  readonly deliveries: number
}

const countedAtMost = 100_000

// Each by its partial index.
const query = /* sql */ `
  select (select count(*)::int from (select from outbox where state = 'queued' limit ${countedAtMost}) q) as queued,
    (select coalesce(greatest(extract(epoch from now() - min(due_at)), 0), 0)::float8 from (
      select due_at from outbox where state = 'queued' and ready and due_at <= now() limit ${countedAtMost}) due) as lag,
    (select count(*)::int from outbox where state = 'leased') as leased,
    (select count(*)::int from (select from outbox where state = 'unknown' limit ${countedAtMost}) u) as unknown,
    (select count(*)::int from (select distinct coalesce(bulk_id, id) from approvals where state = 'pending' limit ${countedAtMost}) a) as approvals,
    (select count(*)::int from (select from webhook_deliveries where state = 'pending' limit ${countedAtMost}) w) as deliveries`

export async function getSendBacklog(queryable: Queryable): Promise<SendBacklog> {
  const { rows } = await queryable.query<Omit<SendBacklog, 'lagSeconds'> & { lag: number }>(query)
  const { lag = 0, queued = 0, leased = 0, unknown = 0, approvals = 0, deliveries = 0 } = rows[0] ?? {}
  return { queued, lagSeconds: lag, leased, unknown, approvals, deliveries }
}
