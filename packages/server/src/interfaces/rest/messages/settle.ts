import { OutboxId, SendReport } from '@switchboard/contract'
import { z } from 'zod'
import { requireDecider } from '../../../outbox/held-back.ts'
import { settleUnknown, type UnknownVerdict } from '../../../outbox/settle-unknown.ts'
import { inTransaction } from '../../../store/in-transaction.ts'
import { findSends } from '../../../store/queries/find-sends.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import { callerOf, type Sending } from '../../sending.ts'

const Params = z.object({ id: OutboxId })
const Body = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('sent'),
    wamid: z
      .string()
      .regex(/^[\x21-\x7e]{1,256}$/, "is the provider's id of the message")
      .optional()
      .meta({ description: "The provider's id, where it is known: receipts then find the message" }),
  }),
  z.strictObject({
    outcome: z.literal('not-sent'),
    sendAgain: z.boolean().default(false).meta({ description: 'true: it is queued again; false: it has failed' }),
  }),
])

/** `POST /v1/messages/:id/settle`: a person says what became of a send whose answer was lost. */
export function registerSettleMessage(app: App, sending: Sending): void {
  app.post(
    '/v1/messages/:id/settle',
    {
      schema: {
        summary: 'Say what became of a message of unknown outcome',
        description:
          'Look at the customer’s phone or ask them first: what is sent again although it arrived arrives twice. Only of a send in the state `unknown`, and ' +
          'not for a credential whose own messages wait for approval or are refused: `decider-held-back`.',
        tags: ['messages'],
        params: Params,
        body: Body,
        response: { 200: SendReport },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { workspaceId, kind, name } = principal
      const sendId = request.params.id
      request.auditSubject = sendId
      // To send it again is as good as a yes.
      requireDecider(callerOf(principal, false))
      const verdict = { workspaceId, sendId, by: `${kind}:${name}`, ...verdictOf(request.body) }
      await inTransaction(sending.pool, (tx) => settleUnknown(tx, verdict))
      sending.poke()
      const [report] = await findSends(sending.pool, workspaceId, [sendId])
      if (!report) throw new Refusal('not-found')
      return report
    },
  )
}

function verdictOf(body: z.infer<typeof Body>): Pick<UnknownVerdict, 'verdict' | 'wamid'> {
  if (body.outcome === 'sent') return { verdict: 'sent', wamid: body.wamid }
  return { verdict: body.sendAgain ? 'not-sent' : 'give-up' }
}
