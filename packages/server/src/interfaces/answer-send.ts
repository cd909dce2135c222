import type { SendResult } from '@switchboard/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { SendRequest } from '../outbox/send-request.ts'
import { principalOf } from './require-scope.ts'
import { callerOf, type Sending, sendNow } from './sending.ts'
import { waitForSends } from './wait-for-sends.ts'

/** Query of every address that sends. */
export const SendQuery = z.object({
  wait: z.enum(['accepted']).optional().meta({ description: 'Answer when the provider has taken or refused it' }),
  timeout: z.coerce.number().min(0).max(30).default(10).meta({ description: 'Seconds to wait at most' }),
})

/** Loose: what a schema does not name would be taken from the request. */
export const SendHeaders = z.looseObject({
  'idempotency-key': z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'The same key with the same request is the same send, however often it is asked for' }),
})

export interface Asking {
  readonly query: z.infer<typeof SendQuery>
  readonly headers: z.infer<typeof SendHeaders>
}

/** Queues what is asked for, waits where that is wished, and answers 202. @throws {SendRefusal} */
export async function answerSend(
  sending: Sending,
  request: FastifyRequest,
  reply: FastifyReply,
  asking: Asking,
  asked: Asked,
): Promise<SendResult> {
  const result = await sendAndWait(sending, request, asking, asked)
  reply.code(202)
  return result
}

type Asked = Omit<SendRequest, 'workspaceId' | 'caller' | 'idempotencyKey'>

/** The same for an address that answers in words of its own. */
export async function sendAndWait(
  sending: Sending,
  request: FastifyRequest,
  { query, headers }: Asking,
  asked: Asked,
): Promise<SendResult> {
  const principal = principalOf(request)
  const { workspaceId } = principal
  const idempotencyKey = headers['idempotency-key']
  const enqueued = await sendNow(sending, {
    workspaceId,
    caller: callerOf(principal, false),
    ...asked,
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  })
  request.auditSubject = enqueued.sends[0]?.id ?? null
  const answer = { ...enqueued, sends: [...enqueued.sends] }
  if (query.wait === undefined || enqueued.approvalId !== null) return answer
  const ids = answer.sends.map(({ id }) => id)
  const reports = await waitForSends(sending, workspaceId, ids, query.timeout * 1_000)
  return { ...answer, sends: reports.map(({ id, state }) => ({ id, state })) }
}
