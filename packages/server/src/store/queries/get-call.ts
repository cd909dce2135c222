import type { Call, CallId, WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { type CallRow, callColumns, toCall } from './call-row.ts'

/** One call. Null: this workspace has no such call. */
export async function getCall(
  db: Database,
  workspaceId: WorkspaceId,
  args: { readonly callId: CallId },
): Promise<Call | null> {
  const { rows } = await sql<CallRow>`
    select ${callColumns} from calls k where k.id = ${args.callId} and k.workspace_id = ${workspaceId}`.execute(db)
  return rows[0] === undefined ? null : toCall(rows[0])
}
