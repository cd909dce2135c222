import type { Queryable } from '../database.ts'
import type { AuditContent, AuditDetails } from './encode-row.ts'

/** A row with everything that its hash is made of. */
export interface ChainRow extends AuditContent, AuditDetails {
  readonly seq: number
  readonly previousHash: Buffer
  readonly hash: Buffer
  readonly format: number
  readonly salt: Buffer | null
  /** ISO 8601; null while label and arguments are there. */
  readonly detailsErasedAt: string | null
  /** seq of the row that says so. */
  readonly detailsErasedIn: number | null
}

/** Where a chain ends, and where what is kept of it begins. */
export interface ChainEnds {
  readonly chain: string
  readonly seq: number
  readonly hash: Buffer
  /** The last row that was let go for its age; 0: none ever was. */
  readonly keptAfterSeq: number
  readonly keptAfterHash: Buffer
}

const pageRows = 2_000

/** The rows of a chain in its order, or those beyond one; a page in memory at a time. */
export async function* readChain(db: Queryable, chain: string, after?: number): AsyncGenerator<ChainRow> {
  // Not 0: whoever writes rows in may number them below it.
  let last = after ?? null
  for (;;) {
    const { rows }: { rows: ChainRow[] } = await db.query<ChainRow>(page, [chain, last, pageRows])
    yield* rows
    last = rows.at(-1)?.seq ?? last
    if (rows.length < pageRows) return
  }
}

/** Of a `ChainRow`. */
export const chainColumns = /* sql */ `
  seq, previous_hash as "previousHash", hash, format, id,
  to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
  actor_kind as "actorKind", actor, client_name as "clientName", client_version as "clientVersion", interface, action, target,
  subject, targets, outcome, status, address, request_id as "requestId", approval_id as "approvalId",
  details_digest as "detailsDigest", label, arguments, salt, details_erased_in as "detailsErasedIn",
  to_char(details_erased_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "detailsErasedAt"`

const page = /* sql */ `
select ${chainColumns}
from audit where chain = $1 and ($2::bigint is null or seq > $2) order by seq limit $3`

/** Chains in the order of their ids: those that have an end, and those of which only rows are there. */
export async function listChains(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ chain: string }>(
    `select chain from audit_chains union select distinct chain from audit order by chain`,
  )
  return rows.map(({ chain }) => chain)
}

export async function readChainEnds(db: Queryable, chain: string): Promise<ChainEnds | null> {
  const { rows } = await db.query<ChainEnds>(
    `select chain, seq, hash, kept_after_seq as "keptAfterSeq", kept_after_hash as "keptAfterHash"
     from audit_chains where chain = $1`,
    [chain],
  )
  return rows[0] ?? null
}
