import type { Database } from '../../../store/database.ts'
import type { SyncAllDependencies } from '../../../templates/sync-due.ts'
import type { Sending } from '../../sending.ts'

export interface TemplateDependencies {
  readonly db: Database
  /** By which providers are asked. */
  readonly templates: SyncAllDependencies
  readonly sending: Sending
}
