import type { ApprovalId, ConversationId, OutboxId, SendAlternative, SendState } from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import type { Caller } from '../../../outbox/caller.ts'
import { enqueueMessage } from '../../../outbox/enqueue.ts'
import { fingerprintOf } from '../../../outbox/request-fingerprint.ts'
import { SendRefusal } from '../../../outbox/send-refusal.ts'
import { Refusal } from '../../../refusal.ts'
import { inTransaction } from '../../../store/in-transaction.ts'
import type { ToolContext } from '../tools/tool.ts'
import type { Wanted } from './send-one.ts'

/** What became of one recipient's message. */
export type Outcome =
  | {
      readonly kind: 'written'
      readonly id: OutboxId | undefined
      readonly state: SendState
      readonly approvalId: ApprovalId | null
      /** Under which a person decides about all of the call. */
      readonly bulkId: ApprovalId | null
      readonly repeated: boolean
    }
  | {
      readonly kind: 'refused'
      readonly code: string
      readonly reason: string
      readonly alternative: SendAlternative | undefined
    }
  /** The call was given up, or the server could not go on. */
  | { readonly kind: 'not-tried'; readonly reason: string }

/**
 * Decides and writes one after the other, each in a transaction of its own: what one recipient is refused for is nothing to the
 * others. Somebody who is named twice, in whatever spelling, gets one message. What waits for a yes waits for one yes.
 *
 * @param key of the whole call; each message's own is made of it, so that a repeated call sends none twice
 */
export async function sendMany(
  context: ToolContext,
  caller: Caller,
  wanted: readonly Wanted[],
  key: string | undefined,
): Promise<Outcome[]> {
  const { client, sending, log } = context
  const outcomes: Outcome[] = []
  const written = new Set<ConversationId>()
  const bulkId = uuidv7() as ApprovalId // made here
  let stopped: string | null = null
  for (const one of wanted) {
    if (client.signal.aborted) stopped ??= 'The call was given up before this one.'
    outcomes.push(
      stopped === null
        ? await sendNext(context, caller, { ...one, bulkId }, key, written)
        : { kind: 'not-tried', reason: stopped },
    )
    if (outcomes.at(-1)?.kind === 'not-tried' && stopped === null) {
      stopped = 'The server could not go on. Call again with the same idempotencyKey and arguments: none is sent twice.'
      log.error({ tool: 'send_bulk_messages', written: written.size }, 'a bulk call ended before its end')
    }
  }
  sending.poke()
  return outcomes
}

async function sendNext(
  { sending, principal, log }: ToolContext,
  caller: Caller,
  wanted: Wanted,
  key: string | undefined,
  written: Set<ConversationId>,
): Promise<Outcome> {
  const idempotencyKey = key === undefined ? undefined : `${key}:${fingerprintOf(wanted.to)}`
  const request = {
    ...wanted,
    workspaceId: principal.workspaceId,
    caller,
    ...(idempotencyKey ? { idempotencyKey } : {}),
  }
  try {
    const { sends, conversationId, approvalId, bulkId, repeated } = await inTransaction(sending.pool, async (tx) => {
      const enqueued = await enqueueMessage(tx, sending.rules, request)
      // Thrown inside: what was just written is undone.
      if (written.has(enqueued.conversationId)) throw alreadyNamed
      return enqueued
    })
    written.add(conversationId)
    return { kind: 'written', id: sends[0]?.id, state: sends[0]?.state ?? 'queued', approvalId, bulkId, repeated }
  } catch (error) {
    if (error instanceof Refusal && error.code !== 'internal') {
      const alternative = error instanceof SendRefusal ? error.alternative : undefined
      return { kind: 'refused', code: error.code, reason: error.message, alternative }
    }
    log.error({ err: error }, 'one of many messages could not be written')
    return { kind: 'not-tried', reason: 'The server could not write it down.' }
  }
}

const alreadyNamed = new Refusal('conflict', { detail: 'This person is in the list already and gets one message.' })
