import type pg from 'pg'
import type { Principal } from '../access/principal.ts'
import { hasScope } from '../access/principal.ts'
import type { Caller } from '../outbox/caller.ts'
import { enqueueMessage } from '../outbox/enqueue.ts'
import type { MarkedRead, MarkReadRequest } from '../outbox/mark-read.ts'
import type { Enqueued, SendRequest, SendRules } from '../outbox/send-request.ts'
import { inTransaction } from '../store/in-transaction.ts'

/** What every way to send has in common: REST, the older addresses, MCP. */
export interface Sending {
  readonly pool: pg.Pool
  readonly rules: SendRules
  /** Something was queued: the dispatcher may look at once. */
  readonly poke: () => void
  /** Tells the provider; absent: this server has no way to. @throws {SendRefusal} */
  readonly markRead?: ((request: MarkReadRequest) => Promise<MarkedRead>) | undefined
}

/** @param assistant an AI assistant decides what is sent: unless its key says otherwise, a person approves each message. */
export function callerOf(principal: Principal, assistant: boolean): Caller {
  const { kind, id, name, limits, reach } = principal
  const { sendPolicy = null, dailyCap = null, countsAs = id } = limits ?? {}
  return {
    ...{ kind, id, name, reach },
    maySend: hasScope(principal, 'messages:send'),
    assistant: assistant || kind === 'assistant',
    policy: sendPolicy,
    cap: dailyCap === null ? undefined : { perDay: dailyCap, countsAs },
  }
}

/** One transaction of its own for one request to send. @throws {SendRefusal} */
export async function sendNow(sending: Sending, request: SendRequest): Promise<Enqueued> {
  const enqueued = await inTransaction(sending.pool, (tx) => enqueueMessage(tx, sending.rules, request))
  sending.poke()
  return enqueued
}
