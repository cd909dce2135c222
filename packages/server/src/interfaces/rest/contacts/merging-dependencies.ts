import type pg from 'pg'
import type { Database } from '../../../store/database.ts'

export interface MergingDependencies {
  readonly db: Database
  readonly pool: pg.Pool
  readonly onEvents: () => void
}
