import type pg from 'pg'
import { redactBody } from './redact-body.ts'

const batchRows = 500

/**
 * Takes a person out of every stored body, in batches of which each is a transaction of its own on a pool. Reads the whole
 * inbox: bodies are not indexed by what they say, and an erasure must not depend on what a projection understood of them.
 * `body_sha256` stays that of the original, so the original, sent again, is still known.
 *
 * @param names as in redactBody.
 * @returns how many bodies were changed.
 */
export async function redactInbox(
  db: pg.Pool | pg.ClientBase,
  names: ReadonlySet<string>,
  onProgress?: (progress: { readonly bodiesRead: number; readonly bodiesRedacted: number }) => void,
): Promise<number> {
  const patterns = [...names].map((name) => Buffer.from(name))
  if (patterns.length === 0) return 0
  let bodiesRedacted = 0
  let bodiesRead = 0
  let after = 0
  for (;;) {
    const { rows } = await db.query<{ seq: number; hit: boolean; body: Buffer | null }>(findBodies, [
      after,
      patterns,
      batchRows,
    ])
    for (const row of rows) if (row.body && (await redactRow(db, row.seq, row.body, names))) bodiesRedacted += 1
    bodiesRead += rows.length
    onProgress?.({ bodiesRead, bodiesRedacted })
    const last = rows.at(-1)
    if (!last || rows.length < batchRows) return bodiesRedacted
    after = last.seq
  }
}

// The bytes are compared before they travel: only bodies that mention a name leave the database.
const findBodies = /* sql */ `
with batch as (select seq, body from inbox where seq > $1 order by seq limit $3)
select b.seq, h.hit, case when h.hit then b.body end as body
from batch b
cross join lateral (select exists (select from unnest($2::bytea[]) p where position(p in b.body) > 0) as hit) h
order by b.seq`

async function redactRow(
  db: pg.Pool | pg.ClientBase,
  seq: number,
  body: Buffer,
  names: ReadonlySet<string>,
): Promise<boolean> {
  const { body: kept, removed } = redactBody(parse(body), names)
  if (removed === 0) return false
  await db.query(`update inbox set body = $2, redacted_at = now() where seq = $1`, [
    seq,
    Buffer.from(JSON.stringify(kept)),
  ])
  await db.query(`update inbox_parked set detail = null where seq = $1`, [seq])
  return true
}

/** Only JSON is ever stored; anything else could not be taken apart, so it goes whole. */
function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return {}
  }
}
