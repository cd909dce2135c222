import { readFileSync } from 'node:fs'
import { mkdir, open, rename } from 'node:fs/promises'
import path from 'node:path'
import type pg from 'pg'
import { z } from 'zod'
import type { KnownHead } from '../store/audit-chain/chain-report.ts'

/*
 * `audit-head` in the data directory: where each chain ended some time ago. The database alone can not tell that its last rows
 * were taken away together with the record of the end, or that the whole chain was written anew; beside this file it can. Who
 * may write both the database and this file can still do it: against them helps a copy kept elsewhere, of the file, of the log
 * lines that say the same, or of an export.
 */
export const auditHeadFile = 'audit-head'

const chainEnd = z.object({ seq: z.int().min(0), hash: z.hex().length(64) })
const fileSchema = z.object({ format: z.literal(1), writtenAt: z.iso.datetime(), chains: z.record(z.uuid(), chainEnd) })

export interface AuditHead {
  readonly writtenAt: Date
  readonly chains: ReadonlyMap<string, KnownHead>
}

/** What is in the file is not what this program writes. */
export class AuditHeadError extends Error {
  override readonly name = 'AuditHeadError'
}

/**
 * Null where there is no such file.
 * @throws {AuditHeadError}
 */
export function readAuditHead(file: string): AuditHead | null {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
  const parsed = fileSchema.safeParse(parseJson(text))
  if (!parsed.success)
    throw new AuditHeadError(
      `${file} is not what Switchboard wrote. Bring it back from a copy; without it, missing rows at the end can't be told.`,
    )
  const { writtenAt, chains } = parsed.data
  const known = Object.entries(chains).map(
    ([chain, { seq, hash }]) => [chain, { seq, hash: Buffer.from(hash, 'hex') }] as const,
  )
  return { writtenAt: new Date(writtenAt), chains: new Map(known) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // no schema takes it
  }
}

export interface HeadUpdate {
  readonly heads: ReadonlyMap<string, KnownHead>
  /** Chains that do not go on from what the file says; it keeps saying so. */
  readonly contradicted: readonly string[]
  readonly written: boolean
}

/** Writes the present ends of all chains into the file, whole or not at all. What contradicts it is not overwritten. */
export async function updateAuditHead(pool: pg.Pool, dataDirectory: string): Promise<HeadUpdate> {
  const file = path.join(dataDirectory, auditHeadFile)
  const before = readAuditHead(file)?.chains ?? new Map<string, KnownHead>()
  const { rows } = await pool.query<{ chain: string; seq: number; hash: Buffer }>(
    'select chain, seq, hash from audit_chains order by chain',
  )
  const heads = new Map<string, KnownHead>(rows.map(({ chain, seq, hash }) => [chain, { seq, hash }]))
  const contradicted: string[] = []
  for (const [chain, known] of before) {
    if (await goesOnFrom(pool, chain, known, heads.get(chain))) continue
    contradicted.push(chain)
    heads.set(chain, known)
  }
  const changed = [...heads].some(([chain, { hash }]) => !before.get(chain)?.hash.equals(hash))
  if (changed) await writeWhole(file, textOf(heads))
  return { heads, contradicted, written: changed }
}

async function goesOnFrom(
  pool: pg.Pool,
  chain: string,
  known: KnownHead,
  head: KnownHead | undefined,
): Promise<boolean> {
  if (!head || head.seq < known.seq) return false
  if (head.seq === known.seq) return head.hash.equals(known.hash)
  const { rows } = await pool.query<{ hash: Buffer | null; letGo: boolean }>(
    `select (select hash from audit where chain = $1 and seq = $2) as hash, kept_after_seq >= $2 as "letGo"
     from audit_chains where chain = $1`,
    [chain, known.seq],
  )
  return rows[0]?.letGo === true || rows[0]?.hash?.equals(known.hash) === true
}

function textOf(heads: ReadonlyMap<string, KnownHead>): string {
  const chains = Object.fromEntries(
    [...heads].map(([chain, { seq, hash }]) => [chain, { seq, hash: hash.toString('hex') }]),
  )
  return `${JSON.stringify({ format: 1, writtenAt: new Date().toISOString(), chains }, null, 1)}\n`
}

async function writeWhole(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  const fresh = `${file}.${process.pid}.new`
  {
    await using handle = await open(fresh, 'w', 0o600)
    await handle.writeFile(text)
    await handle.sync()
  }
  await rename(fresh, file)
}
