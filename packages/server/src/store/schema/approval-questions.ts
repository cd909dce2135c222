import type { WorkspaceId } from '@switchboard/contract'
import type { NullableJsonColumn } from './json-column.ts'

export interface ApprovalQuestionsTable {
  /** of the secret that the client carries round; the secret itself is not kept */
  secret_sha256: Buffer
  workspace_id: WorkspaceId
  approval_ids: string[]
  /** of recipient and content as they were shown, in the order of `approval_ids` */
  fingerprints: string[]
  /** the credential, as `kind:id` */
  asked: string
  session_id: string | null
  /** of tool and arguments */
  call_fingerprint: string
  /** what the call had come to before it asked, for its answer */
  so_far: NullableJsonColumn
  expires_at: Date
  answered_at: Date | null
  answer: 'accept' | 'decline' | 'cancel' | null
}
