import type pg from 'pg'
import { callbackDataOf } from '../store/sends/adopt-wamids.ts'
import type { Transport, TransportAccount } from '../transports/transport.ts'
import { TransportError } from '../transports/transport-error.ts'
import { type Outcome, settle } from './settle.ts'

export interface FindUnknownOptions {
  readonly pool: pg.Pool
  readonly transports: Readonly<Record<string, Transport>>
  readonly accountOf: (accountId: string) => Promise<TransportAccount>
  readonly signal?: AbortSignal
}

interface UnknownRow {
  readonly id: string
  readonly lease_id: string | null
  readonly workspace_id: string
  readonly account_id: string
  readonly conversation_id: string
  readonly message_id: string | null
  readonly transport: string
  readonly attempts: number
}

// A minute: a receipt usually settles it sooner. After a week nobody knows any more.
const select = /* sql */ `
select o.id, o.lease_id, o.workspace_id, o.account_id, o.conversation_id, o.message_id, o.attempts, a.transport
from outbox o join accounts a on a.id = o.account_id
where o.state = 'unknown' and o.settled_at between now() - interval '7 days' and now() - interval '1 minute' and a.transport = any ($1)
order by o.settled_at, o.id limit 100`

/**
 * A job: asks the provider what became of sends whose answer was lost, where its transport can find that out. What it says was
 * not sent goes back into the queue. @returns how many were settled.
 */
export async function findUnknown({ pool, transports, accountOf, signal }: FindUnknownOptions): Promise<number> {
  const able = Object.keys(transports).filter((name) => transports[name]?.findSent)
  const { rows } = await pool.query<UnknownRow>(select, [able])
  const outcomes: Outcome[] = []
  for (const row of rows) {
    if (signal?.aborted) break
    const transport = transports[row.transport]
    const found = transport && (await ask(transport, () => accountOf(row.account_id), callbackDataOf(row.id)))
    if (found === undefined || found === null) continue
    outcomes.push(outcomeOf(row, found))
  }
  if (outcomes.length > 0) await settle(pool, outcomes)
  return outcomes.length
}

/** An account that can't be asked now keeps no other one from being asked. */
async function ask(transport: Transport, open: () => Promise<TransportAccount>, callbackData: string) {
  try {
    return await transport.findSent?.(await open(), callbackData)
  } catch (error) {
    if (error instanceof TransportError) return null
    throw error
  }
}

function outcomeOf(row: UnknownRow, found: { readonly wamid: string } | 'not-sent'): Outcome {
  const at = Date.now()
  const send = {
    id: row.id,
    leaseId: row.lease_id ?? '',
    workspaceId: row.workspace_id,
    accountId: row.account_id,
    conversationId: row.conversation_id,
    messageId: row.message_id,
    contactId: null,
    transport: row.transport,
    recipient: {},
    content: { type: 'text' as const, text: '' },
    resolved: null,
    quotedWamid: null,
    slotAt: at,
    rate: 1,
    attempts: row.attempts,
    limited: 0,
    firstDueAt: at,
  }
  if (found !== 'not-sent') return { kind: 'accepted', send, accepted: found, at }
  return { kind: 'again', send, at, dueAt: at, begun: true, error: null, limits: undefined, retryAfterMilliseconds: 0 }
}
