import type pg from 'pg'
import type { Sealer } from '../sealing/seal.ts'
import type { AccountForms } from './connections.ts'

/** What changing accounts needs. */
export interface AccountDesk {
  readonly pool: pg.Pool
  readonly forms: AccountForms
  readonly sealer: Sealer
  /** After a change was committed: what is cached here is read anew. */
  readonly changed: () => Promise<void>
}
