import { SendMessage, SendResult } from '@switchboard/contract'
import { z } from 'zod'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { callerOf, type Sending, sendNow } from '../../sending.ts'
import { waitForSends } from '../../wait-for-sends.ts'

const Query = z.object({
  wait: z.enum(['accepted']).optional().meta({ description: 'Answer when the provider has taken or refused it' }),
  timeout: z.coerce.number().min(0).max(30).default(10).meta({ description: 'Seconds to wait at most' }),
})
/** Loose: what a schema does not name would be taken from the request. */
const Headers = z.looseObject({
  'idempotency-key': z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'The same key with the same request is the same send, however often it is asked for' }),
})

/** `POST /v1/messages`: queues a message, or asks for approval. 202: it is written down and will be tried. */
export function registerSendMessage(app: App, sending: Sending): void {
  app.post(
    '/v1/messages',
    {
      config: { scope: 'messages:send' },
      schema: {
        summary: 'Send a message',
        tags: ['messages'],
        description:
          'The answer says what the policy gate decided: queued, or held until a person approves. A refusal names its code and what could be done instead.',
        querystring: Query,
        headers: Headers,
        body: SendMessage,
        response: { 202: SendResult },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const { workspaceId } = principal
      const { sendAt, ...asked } = request.body
      const idempotencyKey = request.headers['idempotency-key']
      const enqueued = await sendNow(sending, {
        workspaceId,
        caller: await callerOf(sending, principal, false),
        ...asked,
        ...(sendAt === undefined ? {} : { sendAt: Date.parse(sendAt) }),
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      })
      request.auditSubject = enqueued.sends[0]?.id ?? null
      reply.code(202)
      const answer = { ...enqueued, sends: [...enqueued.sends] }
      if (request.query.wait === undefined || enqueued.approvalId !== null) return answer
      const ids = answer.sends.map(({ id }) => id)
      const reports = await waitForSends(sending, workspaceId, ids, request.query.timeout * 1_000)
      return { ...answer, sends: reports.map(({ id, state }) => ({ id, state })) }
    },
  )
}
