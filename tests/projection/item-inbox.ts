import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { InboundItem } from '../../packages/server/src/transports/inbound-item.ts'
import type { TransportName, WebhookReader } from '../../packages/server/src/transports/webhook-reader.ts'

/** Bodies that are items already: `{"items": […]}`. What is tested is what becomes of items, not how they are read. */
const itemReader: WebhookReader = {
  transport: 'cloud-api',
  readWebhook: (body) => ({ items: (body as { items: InboundItem[] }).items }), // bodies of `insertBodies` only
}

export const itemReaders: Readonly<Partial<Record<TransportName, WebhookReader>>> = { 'cloud-api': itemReader }

export interface ItemBody {
  readonly items: readonly InboundItem[]
  readonly shard: number
  /** Makes two bodies of the same items two bodies. */
  readonly salt?: string | number
  /** Whatever else a reader of the test's own looks at. */
  readonly wamid?: string
}

/** Puts bodies into the inbox as it would stand after they were committed. @returns their numbers. */
export async function insertBodies(
  pool: pg.Pool,
  bodies: readonly ItemBody[],
  receivedAt = new Date(),
): Promise<number[]> {
  const raw = bodies.map(({ shard: _, ...body }) => Buffer.from(JSON.stringify(body)))
  const { rows } = await pool.query<{ seq: number }>(
    `with x as materialized (select pg_current_xact_id() as xid)
     insert into inbox (seq, received_at, transport, shard, body_sha256, body)
     select nextval('inbox_seq'), $1, 'cloud-api', b.shard, b.sha, b.body
     from x, unnest($2::smallint[], $3::bytea[], $4::bytea[]) b(shard, sha, body) where x.xid is not null
     returning seq`,
    [receivedAt, bodies.map(({ shard }) => shard), raw.map((body) => createHash('sha256').update(body).digest()), raw],
  )
  return rows.map(({ seq }) => seq)
}

/** Everything that projection writes, and the inbox; the default workspace is made again by the first batch. */
export async function emptyTables(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ tablename: string }>(
    `select tablename from pg_tables where schemaname = 'public' and tablename not like 'kysely%'
       and tablename !~ '_p[0-9]{8}$'`,
  )
  // Deleting a few rows is ten times as fast as truncating thirty tables; the setting spares the order of foreign keys.
  await pool.query(
    `begin; set local session_replication_role = replica;
     ${rows.map(({ tablename }) => `delete from ${tablename}`).join('; ')}; commit`,
  )
}
