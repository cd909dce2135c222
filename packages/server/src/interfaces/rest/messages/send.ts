import { SendMessage, SendResult } from '@switchboard/contract'
import { answerSend, SendHeaders, SendQuery } from '../../answer-send.ts'
import type { App } from '../../app.ts'
import type { Sending } from '../../sending.ts'

/** `POST /v1/messages`: queues a message, or asks for approval. 202: it is written down and will be tried. */
export function registerSendMessage(app: App, sending: Sending): void {
  app.post(
    '/v1/messages',
    {
      schema: {
        summary: 'Send a message',
        tags: ['messages'],
        description:
          'The answer says what the policy gate decided: queued, or held until a person approves. A refusal names its code and what could be done instead.',
        querystring: SendQuery,
        headers: SendHeaders,
        body: SendMessage,
        response: { 202: SendResult },
      },
    },
    (request, reply) => {
      const { sendAt, ...asked } = request.body
      const at = sendAt === undefined ? {} : { sendAt: Date.parse(sendAt) }
      return answerSend(sending, request, reply, request, { ...asked, ...at })
    },
  )
}
