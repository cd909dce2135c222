import type pg from 'pg'
import type { Queryable } from '../database.ts'
import type { ChainReport, KnownHead } from './chain-report.ts'
import { listChains, readChain, readChainEnds } from './read-chain.ts'
import { verifyChain } from './verify-chain.ts'

export interface VerifyOptions {
  /** The chains' ends as they were known outside of the database, by chain. */
  readonly known?: ReadonlyMap<string, KnownHead>
  /** One chain only. */
  readonly chain?: string | undefined
  readonly onProgress?: (progress: { readonly chain: string; readonly seq: number }) => void
}

/**
 * Verifies chains one after the other, each as of one moment, while the server goes on. Also those of which only the known end
 * is left.
 */
export async function* verifyAudit(pool: pg.Pool, options: VerifyOptions = {}): AsyncGenerator<ChainReport> {
  const { known = new Map<string, KnownHead>(), chain: only } = options
  const chains = only === undefined ? [...new Set([...(await listChains(pool)), ...known.keys()])].toSorted() : [only]
  for (const chain of chains) yield await verifyOne(pool, chain, known.get(chain) ?? null, options)
}

async function verifyOne(
  pool: pg.Pool,
  chain: string,
  known: KnownHead | null,
  { onProgress }: VerifyOptions,
): Promise<ChainReport> {
  const client = await pool.connect()
  try {
    await client.query('begin isolation level repeatable read, read only')
    await client.query('set local idle_in_transaction_session_timeout = 0')
    const ends = await readChainEnds(client, chain)
    const rows = readChain(client, chain)
    return await verifyChain({ chain, ends, known, rows: told(), placeOf: (hash) => placeOf(client, chain, hash) })

    async function* told() {
      for await (const row of rows) {
        if (row.seq % 10_000 === 0) onProgress?.({ chain, seq: row.seq })
        yield row
      }
    }
  } finally {
    await client.query('rollback').then(
      () => client.release(),
      (error: Error) => client.release(error),
    )
  }
}

async function placeOf(db: Queryable, chain: string, hash: Buffer): Promise<number | null> {
  const { rows } = await db.query<{ seq: number }>('select seq from audit where chain = $1 and hash = $2 limit 1', [
    chain,
    hash,
  ])
  return rows[0]?.seq ?? null
}
