import type { WorkspaceId } from '@switchboard/contract'
import type { Database } from '../../../store/database.ts'

/** As much of a raw body's row as says whose it is. */
export interface RawBody {
  readonly seq: number
  readonly receivedAt: string
  readonly transport: string
  readonly body: Buffer
}

export interface InboxDependencies {
  readonly db: Database
  /** Those that are this workspace's. */
  readonly bodiesOf: (workspaceId: WorkspaceId, bodies: readonly RawBody[]) => Promise<readonly RawBody[]>
}
