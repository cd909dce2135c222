import type { WorkspaceId } from '@switchboard/contract'
import type { AuditTargets } from '../store/audit-chain/encode-row.ts'

/** Who did what, through which door, and what came of it. */
export interface AuditEntry {
  readonly workspaceId: WorkspaceId | null
  /** `key`, `admin_api`, `system`, `cli` or `anonymous`. */
  readonly actorKind: string
  /** The key's id; the kind where there is only one of it. */
  readonly actor: string
  /** The program or assistant that was used, as it calls itself. */
  readonly client?: AuditClient | null | undefined
  /** `rest`, `mcp`, `admin_api`, `cli`, `people` (sign-in and what leads to it). */
  readonly interface: string
  /** `read`, `write`, `erase` … */
  readonly action: string
  /** Route pattern or tool. */
  readonly target: string
  /** Id of what it was done to. */
  readonly subject?: string | null
  /** Whom and what it was about, beside what its arguments name by `contactId`, `messageId` and so on. */
  readonly targets?: AuditTargets | undefined
  /** The approval that it asked for, or decided. */
  readonly approvalId?: string | null | undefined
  /** Redacted here: no secret, no text of a message (access/audit-fields.ts). */
  readonly arguments?: unknown
  readonly outcome: 'ok' | 'refused' | 'failed'
  readonly status?: number | null
  readonly address?: string | null
  readonly requestId?: string | null
}

export interface AuditClient {
  readonly name: string
  readonly version: string | null
}
