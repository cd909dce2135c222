import type pg from 'pg'
import { redactBody } from './redact-body.ts'

const batchRows = 200

/**
 * Up to so many names are looked for in the database, which saves bringing every body here. The time of that grows with names
 * times bytes: 15,000 names took 45 s for 15 MB. Beyond, every body is taken apart here, whatever the number of names.
 */
const fewNames = 16

export interface RedactedInbox {
  /** How many bodies were changed. */
  readonly bodiesRedacted: number
  /** The last body that was read; `after` where there was none. */
  readonly lastSeq: number
}

export interface RedactOptions {
  /** Only bodies with a greater number. */
  readonly after?: number
  readonly onProgress?:
    | ((progress: { readonly bodiesRead: number; readonly bodiesRedacted: number }) => void)
    | undefined
}

/**
 * Takes a person out of the stored bodies, in batches of which each is a transaction of its own on a pool. Reads all of the
 * inbox: bodies are not indexed by what they say, and an erasure must not depend on what a projection understood of them.
 * `body_sha256` stays that of the original, so the original, sent again, is still known.
 *
 * @param names as in redactBody.
 */
export async function redactInbox(
  db: pg.Pool | pg.ClientBase,
  names: ReadonlySet<string>,
  { after: from = 0, onProgress }: RedactOptions = {},
): Promise<RedactedInbox> {
  const isFew = names.size <= fewNames
  const patterns = isFew ? [...names].map((name) => Buffer.from(name)) : []
  let bodiesRedacted = 0
  let bodiesRead = 0
  let after = from
  for (;;) {
    const values = [after, patterns, batchRows, !isFew]
    const { rows } = await db.query<{ seq: number; hit: boolean; body: Buffer | null }>(findBodies, values)
    for (const row of rows) if (row.body && (await redactRow(db, row.seq, row.body, names))) bodiesRedacted += 1
    bodiesRead += rows.length
    onProgress?.({ bodiesRead, bodiesRedacted })
    after = rows.at(-1)?.seq ?? after
    if (rows.length < batchRows) return { bodiesRedacted, lastSeq: after }
  }
}

// The bytes are compared before they travel. A body with a backslash leaves the database too: JSON may write a name with
// escapes (Meta's writes a slash as \/), so that its bytes are not there.
const findBodies = /* sql */ `
with batch as (select seq, body from inbox where seq > $1 order by seq limit $3)
select b.seq, h.hit, case when h.hit then b.body end as body
from batch b
cross join lateral (
  select $4::boolean or position('\\x5c'::bytea in b.body) > 0
    or exists (select from unnest($2::bytea[]) p where position(p in b.body) > 0) as hit
) h
order by b.seq`

async function redactRow(
  db: pg.Pool | pg.ClientBase,
  seq: number,
  body: Buffer,
  names: ReadonlySet<string>,
): Promise<boolean> {
  const kept = withoutPerson(body.toString(), names)
  if (kept === null) return false
  await db.query(`update inbox set body = $2, redacted_at = now() where seq = $1`, [seq, Buffer.from(kept)])
  await db.query(`update inbox_parked set detail = null where seq = $1`, [seq])
  return true
}

/** The body without the person; null where they are not in it. What is not JSON (a form) holds one message, so it goes whole. */
function withoutPerson(text: string, names: ReadonlySet<string>): string | null {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return [...names].some((name) => text.includes(name)) ? '' : null
  }
  const { body: kept, removed } = redactBody(body, names)
  return removed === 0 ? null : JSON.stringify(kept)
}
