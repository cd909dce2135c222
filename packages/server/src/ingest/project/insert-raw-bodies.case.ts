import { createHash } from 'node:crypto'
import type pg from 'pg'

/** Puts bodies into the inbox as they would stand after their commit, past any check. @returns their numbers. */
export async function insertRawBodies(
  pool: pg.Pool,
  bodies: readonly string[],
  shardAt: (index: number) => number = () => 0,
): Promise<number[]> {
  const raw = bodies.map((body) => Buffer.from(body))
  const { rows } = await pool.query<{ seq: number }>(
    `with x as materialized (select pg_current_xact_id() as xid)
     insert into inbox (seq, received_at, transport, shard, body_sha256, body)
     select nextval('inbox_seq'), now(), 'cloud-api', b.shard, b.sha, b.body
     from x, unnest($1::smallint[], $2::bytea[], $3::bytea[]) b(shard, sha, body) where x.xid is not null
     returning seq`,
    [raw.map((_, index) => shardAt(index)), raw.map((body) => createHash('sha256').update(body).digest()), raw],
  )
  return rows.map(({ seq }) => seq)
}
