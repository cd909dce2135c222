import type { Event, WorkspaceId } from '@switchboard/contract'
import type pg from 'pg'
import type { EventFeed } from '../events/feed.ts'
import { enqueueMessage } from '../outbox/enqueue.ts'
import type { SendRules } from '../outbox/send-request.ts'
import { Refusal } from '../refusal.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { answerMessage, type EchoRules } from './answer-message.ts'

export interface EchoOptions {
  readonly pool: pg.Pool
  readonly feed: EventFeed
  readonly workspaceId: WorkspaceId
  readonly rules: EchoRules
  readonly sendRules: SendRules
  readonly poke: () => void
  readonly log: { info(fields: object, message: string): void; warn(fields: object, message: string): void }
}

const retryMilliseconds = 1_000

/**
 * The debug echo: answers "Received: …" to what comes in from now on, through the same gate and outbox as everything else. The
 * message's id is the idempotency key, so several processes that all echo answer once.
 */
export function startEcho(options: EchoOptions): AsyncDisposable {
  const stop = new AbortController()
  const running = follow(options, stop.signal)
  return {
    async [Symbol.asyncDispose]() {
      stop.abort()
      await running
    },
  }
}

async function follow(options: EchoOptions, signal: AbortSignal): Promise<void> {
  const { feed, workspaceId, log } = options
  let afterSeq: number | undefined
  while (!signal.aborted) {
    try {
      for await (const events of feed.subscribe({ workspaceId, afterSeq, types: ['message.received'], signal })) {
        for (const event of events) await echo(options, event)
        afterSeq = events.at(-1)?.seq ?? afterSeq
      }
      return
    } catch (error) {
      log.warn({ err: error }, 'the echo could not read what came in; it tries again')
      await new Promise((resolve) => setTimeout(resolve, retryMilliseconds))
    }
  }
}

interface Row {
  readonly text: string | null
  readonly grouped: boolean
  readonly phone: string | null
  readonly since_last: number | null
  readonly age: number
}

const candidate = /* sql */ `
select m.text, v.kind = 'group' as grouped,
  (select ltrim(value, '+') from identities i where i.contact_id = m.contact_id and kind in ('phone', 'wa_id') order by kind limit 1) as phone,
  extract(epoch from now() - (
    select max(o.created_at) from outbox o where o.conversation_id = m.conversation_id and o.idempotency_key like 'echo:%'
  ))::float8 * 1000 as since_last,
  extract(epoch from now() - m.sent_at)::float8 * 1000 as age
from messages m join conversations v on v.id = m.conversation_id
where m.id = $1 and m.workspace_id = $2 and m.direction = 'inbound'`

async function echo({ pool, rules, sendRules, poke, log, workspaceId }: EchoOptions, event: Event): Promise<void> {
  const { rows } = await pool.query<Row>(candidate, [event.messageId, workspaceId])
  const [row] = rows
  if (!row || event.conversationId === null) return
  const { text, grouped: group, phone, since_last: sinceLastEcho, age } = row
  const answer = answerMessage({ text, group, phone, sinceLastEcho, age }, rules)
  if (answer === null) return
  const conversationId = event.conversationId
  try {
    await inTransaction(pool, (tx) =>
      enqueueMessage(tx, sendRules, {
        workspaceId,
        caller: { kind: 'system', id: 'echo', name: 'debug echo', maySend: true, assistant: false, policy: null },
        to: { conversationId },
        content: { type: 'text', text: answer },
        split: true,
        purpose: 'reply',
        idempotencyKey: `echo:${event.messageId}`,
      }),
    )
    poke()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    log.info({ code: error.code, messageId: event.messageId }, 'a message gets no echo')
  }
}
