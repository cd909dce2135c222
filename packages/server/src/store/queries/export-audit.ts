import { type RawBuilder, sql } from 'kysely'
import { chainOfNobody } from '../audit-chain/encode-row.ts'
import { type ChainRow, chainColumns } from '../audit-chain/read-chain.ts'
import type { Database } from '../database.ts'
import { type AuditFilters, auditConditions } from './list-audit.ts'
import { allOf } from './message-filters.ts'

/** A row of the audit with everything that its hash is made of; bytes in hex. */
export interface ExportedAuditRow
  extends Omit<ChainRow, 'previousHash' | 'hash' | 'salt' | 'detailsDigest' | 'targets'> {
  readonly workspaceId: string | null
  readonly targets: ChainRow['targets']
  readonly previousHash: string
  readonly hash: string
  readonly salt: string | null
  readonly detailsDigest: string | null
}

const pageRows = 1_000

/** A workspace's audit in the order of its chain, a page in memory at a time. Whole, it can be verified without the database. */
export async function* exportAudit(
  db: Database,
  chain: string,
  filters: AuditFilters = {},
): AsyncGenerator<ExportedAuditRow> {
  const conditions = auditConditions(filters)
  let last: number | null = null
  for (;;) {
    const beyond: RawBuilder<unknown>[] = last === null ? [] : [sql`seq > ${last}`]
    const { rows }: { rows: ChainRow[] } = await sql<ChainRow>`
      select ${sql.raw(chainColumns)} from audit
      where ${allOf([sql`chain = ${chain}`, ...beyond, ...conditions])} order by seq limit ${pageRows}`.execute(db)
    for (const row of rows) yield exported(chain, row)
    last = rows.at(-1)?.seq ?? last
    if (rows.length < pageRows) return
  }
}

function exported(chain: string, { seq, previousHash, hash, salt, detailsDigest, ...row }: ChainRow): ExportedAuditRow {
  return {
    workspaceId: chain === chainOfNobody ? null : chain,
    seq,
    ...row,
    salt: salt?.toString('hex') ?? null,
    detailsDigest: detailsDigest?.toString('hex') ?? null,
    previousHash: previousHash.toString('hex'),
    hash: hash.toString('hex'),
  }
}
