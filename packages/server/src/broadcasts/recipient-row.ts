import type { BroadcastId } from '@switchboard/contract'
import type { PersonTarget } from '../outbox/consider-many.ts'
import type { Queryable } from '../store/database.ts'

export interface PendingRow {
  readonly position: number
  readonly line: number | null
  /** As it was read; null: the person was erased since. */
  readonly target: string | null
  readonly variables: Readonly<Record<string, unknown>> | null
  readonly verdict: string | null
}

/** Of those whose turn has not come, the next ones behind a position. */
export async function pendingBehind(
  tx: Queryable,
  where: { readonly broadcastId: BroadcastId; readonly after: number; readonly before: number; readonly limit: number },
): Promise<PendingRow[]> {
  const { rows } = await tx.query<PendingRow>({
    name: 'pending recipients',
    text: `select position, line, target, variables, verdict from broadcast_recipients
      where broadcast_id = $1 and position > $2 and position < $3 and state = 'pending' order by position limit $4`,
    values: [where.broadcastId, where.after, where.before, where.limit],
  })
  return rows
}

/** "phone:+49…" and so on, as insert-recipients.ts writes it. */
export function readTarget(target: string): PersonTarget {
  const at = target.indexOf(':')
  const value = target.slice(at + 1)
  const kind = target.slice(0, at)
  if (kind === 'phone' || kind === 'bsuid' || kind === 'contact') return { kind, value }
  throw new Error(`a target is of no kind that is written: ${kind}`)
}
