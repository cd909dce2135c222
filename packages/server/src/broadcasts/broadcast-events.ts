import type { BroadcastState } from '@switchboard/contract'
import type { NewEvent } from '../events/append.ts'
import type { BroadcastRow } from './broadcast-row.ts'

type Counted = Pick<BroadcastRow, 'pending' | 'queued' | 'refused' | 'invalid' | 'duplicate' | 'cancelled' | 'problems'>

function place({ workspace_id: workspaceId, account_id: accountId }: BroadcastRow) {
  return { workspaceId, accountId, occurredAt: Date.now() }
}

/** It is in another state. @param by who did it; `system`: it came so by itself */
export function changed(
  row: BroadcastRow,
  to: BroadcastState,
  by: string,
  more: Readonly<Record<string, unknown>> = {},
): NewEvent {
  const data = { broadcastId: row.id, from: row.state, state: to, by, ...more }
  return { ...place(row), type: 'broadcast.changed', data }
}

export function progressed(row: BroadcastRow, counts: Counted, checked?: number): NewEvent {
  const data = {
    broadcastId: row.id,
    state: row.state,
    ...countsOf(counts),
    ...(checked === undefined ? {} : { checked }),
  }
  return { ...place(row), type: 'broadcast.progress', data }
}

/** The report: what became of the list. Receipts come later, and are counted when somebody asks. */
export function finished(row: BroadcastRow, counts: Counted): NewEvent {
  const data = { broadcastId: row.id, ...countsOf(counts), problems: counts.problems }
  return { ...place(row), type: 'broadcast.finished', data }
}

function countsOf({ pending, queued, refused, invalid, duplicate, cancelled }: Counted) {
  const total = pending + queued + refused + invalid + duplicate + cancelled
  return { total, pending, queued, refused, invalid, duplicate, cancelled }
}
