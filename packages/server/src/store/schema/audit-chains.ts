import type { Generated } from 'kysely'

/** The end of each chain of audit rows, and where what is kept of it begins. */
export interface AuditChainsTable {
  /** the workspace, or zeros */
  chain: string
  seq: number
  hash: Buffer
  updated_at: Generated<Date>
  /** the last row that was let go for its age */
  kept_after_seq: Generated<number>
  kept_after_hash: Generated<Buffer>
}
