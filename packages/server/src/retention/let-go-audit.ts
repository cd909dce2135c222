import type pg from 'pg'
import { appendAuditRows, prepareAuditRow } from '../store/audit-chain/append-rows.ts'
import { chainOfNobody } from '../store/audit-chain/encode-row.ts'
import { letGoAction, letGoTarget, statementRow } from '../store/audit-chain/statements.ts'
import { inTransaction } from '../store/in-transaction.ts'

export interface AuditRetentionOptions {
  readonly now: Date
  /** Days that rows of the audit are kept. */
  readonly retentionDays: number
  /** Stops between two batches. */
  readonly signal?: AbortSignal
}

const batchRows = 20_000
const dayMilliseconds = 86_400_000

/**
 * Lets go of the audit's rows that are older than its own retention period: of each chain the first ones, up to one that is
 * younger. In each batch's transaction the last row that goes is written down as the place from which the chain is kept, and a
 * new row at its end says so, so that verification goes on from there and nobody else can pretend it.
 *
 * @returns how many rows went
 */
export async function letGoAudit(pool: pg.Pool, options: AuditRetentionOptions): Promise<number> {
  const cutoff = new Date(options.now.getTime() - options.retentionDays * dayMilliseconds)
  const { rows } = await pool.query<{ chain: string }>('select chain from audit_chains order by chain')
  let gone = 0
  for (const { chain } of rows) {
    for (let more = true; more && !options.signal?.aborted; ) {
      const count = await inTransaction(pool, (client) => letGoBatch(client, chain, cutoff))
      gone += count
      more = count === batchRows
    }
  }
  return gone
}

async function letGoBatch(client: pg.PoolClient, chain: string, cutoff: Date): Promise<number> {
  await client.query(`select pg_advisory_xact_lock(hashtextextended('switchboard audit retention', 0))`)
  const last = (await client.query<{ seq: number; hash: Buffer }>(lastOfOld, [chain, cutoff, batchRows])).rows[0]
  if (!last) return 0
  const { rowCount } = await client.query('delete from audit where chain = $1 and seq <= $2', [chain, last.seq])
  // At the end, because from here to the commit the chain can not grow.
  const workspaceId = chain === chainOfNobody ? null : chain
  const target = letGoTarget(last.seq, last.hash)
  await appendAuditRows(client, [
    prepareAuditRow(statementRow({ workspaceId, actor: 'retention', action: letGoAction, target })),
  ])
  await client.query('update audit_chains set kept_after_seq = $2, kept_after_hash = $3 where chain = $1', [
    chain,
    last.seq,
    last.hash,
  ])
  return rowCount ?? 0
}

const lastOfOld = /* sql */ `
with first as (select seq, at, hash from audit where chain = $1 order by seq limit $3)
select seq, hash from first
where seq < coalesce((select min(seq) from first where at >= $2), 9223372036854775807)
order by seq desc limit 1`
