import type { OutboundContent, WorkspaceId } from '@switchboard/contract'
import type { Caller } from '../outbox/caller.ts'
import { type ConsideredItem, considerMany } from '../outbox/consider-many.ts'
import type { QueueItem } from '../outbox/enqueue-many.ts'
import type { SendRules } from '../outbox/send-request.ts'
import type { Queryable } from '../store/database.ts'
import { fillContent } from './fill-content.ts'
import { type PendingRow, readTarget } from './recipient-row.ts'

export interface RecipientItem extends QueueItem {
  readonly position: number
}

export interface RefusedRecipient {
  readonly position: number
  readonly code: string
  readonly reason: string
}

export interface ConsideredRecipients {
  /** Those that the gate was asked about, allowed or not. */
  readonly considered: readonly ConsideredItem<RecipientItem>[]
  /** Those that it need not be asked about. */
  readonly refused: readonly RefusedRecipient[]
}

export interface ConsideredBroadcast {
  readonly broadcastId: string
  readonly workspaceId: WorkspaceId
  readonly accountId: string
  readonly caller: Caller
  readonly content: OutboundContent
}

/** What each recipient would get, and what the gate says of it; writes nothing. The dry run and the run ask here alike. */
export async function considerRecipients(
  tx: Queryable,
  rules: SendRules,
  broadcast: ConsideredBroadcast,
  rows: readonly PendingRow[],
  dueAt: (index: number) => number | null = () => null,
): Promise<ConsideredRecipients> {
  const refused: RefusedRecipient[] = []
  const items: RecipientItem[] = []
  for (const { position, line, target, variables } of rows) {
    if (target === null) {
      refused.push({ position, code: 'contact-erased', reason: 'The person was erased.' })
      continue
    }
    const filled = fillContent(broadcast.content, variables ?? {}, line)
    if ('code' in filled) refused.push({ position, ...filled })
    else
      items.push({
        position,
        to: readTarget(target),
        content: filled.content,
        idempotencyKey: `broadcast:${broadcast.broadcastId}:${position}`,
        dueAt: dueAt(items.length),
      })
  }
  const { workspaceId, accountId, caller } = broadcast
  const considered = await considerMany(tx, rules, { workspaceId, accountId, caller, items })
  return { considered, refused }
}
