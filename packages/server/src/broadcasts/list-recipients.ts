import type { BroadcastRecipient, OutboxId, RecipientState, SendState } from '@switchboard/contract'
import type { Queryable } from '../store/database.ts'
import type { BroadcastRow } from './broadcast-row.ts'

export interface RecipientFilter {
  readonly state?: RecipientState | undefined
  /** Only those whom the last dry run refused. */
  readonly refusedInCheck?: boolean
}

interface Row {
  readonly position: number
  readonly line: number | null
  readonly recipient: string | null
  readonly variables: unknown
  readonly state: RecipientState
  readonly code: string | null
  readonly reason: string | null
  readonly verdict: string | null
  readonly verdict_reason: string | null
  readonly duplicate_of: number | null
  readonly duplicate_of_line: number | null
  readonly send_id: OutboxId | null
  readonly send_state: SendState | null
  readonly status: string | null
  readonly error: unknown
}

/** Recipients in the order of the list, those behind a position. */
export async function listRecipients(
  db: Queryable,
  broadcast: BroadcastRow,
  { state, refusedInCheck = false }: RecipientFilter,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<BroadcastRecipient[]> {
  const { rows } = await db.query<Row>(
    `select r.position, r.line, coalesce(r.recipient, first.recipient) as recipient, r.variables, r.state, r.code, r.reason, r.verdict,
       r.verdict_reason, r.duplicate_of, first.line as duplicate_of_line, r.send_id, o.state as send_state, m.status,
       coalesce(m.errors -> 0, o.error) as error
     from (
       select * from broadcast_recipients
       where broadcast_id = $1 and position > $2 and position < $3 ${statesOf(broadcast, state)}
         ${refusedInCheck ? 'and verdict is not null' : ''}
       order by position limit $4
     ) r left join broadcast_recipients first on first.broadcast_id = $1 and first.position = r.duplicate_of
     left join outbox o on o.id = r.send_id left join messages m on m.id = r.send_id
     order by r.position`,
    [broadcast.id, after, broadcast.next_position, limit],
  )
  const hasVerdicts = broadcast.verdicts !== null
  return rows.map((row) => ({
    position: row.position,
    line: row.line,
    recipient: row.recipient,
    variables: row.variables ?? null,
    state: isOver(broadcast) && row.state === 'pending' ? 'cancelled' : row.state,
    code: row.code,
    reason: row.reason,
    verdict: hasVerdicts ? row.verdict : null,
    verdictReason: hasVerdicts ? row.verdict_reason : null,
    duplicateOf: row.duplicate_of,
    duplicateOfLine: row.duplicate_of_line,
    messageId: row.send_id,
    sendState: row.send_state,
    status: row.status,
    error: row.error ?? null,
  }))
}

/** When a broadcast is cancelled, those whose turn did not come are; their rows are not written for it. */
function isOver({ state }: BroadcastRow): boolean {
  return state === 'cancelled'
}

// States are words of ours, so they stand in the text, where partial indexes can be seen to fit.
function statesOf(broadcast: BroadcastRow, state: RecipientState | undefined): string {
  if (state === undefined) return ''
  if (!isOver(broadcast)) return `and state = '${state}'`
  if (state === 'pending') return 'and false'
  return state === 'cancelled' ? `and state in ('pending', 'cancelled')` : `and state = '${state}'`
}

const pageRows = 1_000

/** All of them, in pages, for a report of any length. */
export async function* everyRecipient(
  db: Queryable,
  broadcast: BroadcastRow,
  filter: RecipientFilter,
): AsyncGenerator<BroadcastRecipient[]> {
  let after = 0
  for (;;) {
    const rows = await listRecipients(db, broadcast, filter, { after, limit: pageRows })
    if (rows.length > 0) yield rows
    if (rows.length < pageRows) return
    after = rows.at(-1)?.position ?? after
  }
}
