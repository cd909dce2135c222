import type pg from 'pg'
import type { Database } from '../../../store/database.ts'

/** What the team's routes work on. */
export interface TeamDesk {
  readonly db: Database
  readonly pool: pg.Pool
  /** Something was appended to the log of events. */
  readonly poke: () => void
}
