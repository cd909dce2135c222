import { OutboundContent, OutboxId, SendReport, Timestamp } from '@switchboard/contract'
import { z } from 'zod'
import { hasScope } from '../../../access/principal.ts'
import { reviseScheduled } from '../../../outbox/revise-scheduled.ts'
import { inTransaction } from '../../../store/in-transaction.ts'
import { findSends } from '../../../store/queries/find-sends.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import { callerOf, type Sending } from '../../sending.ts'

const Params = z.object({ id: OutboxId })
const Body = z
  .strictObject({
    content: OutboundContent.optional(),
    sendAt: Timestamp.nullable().optional().meta({ description: 'Another time to come; null: now' }),
  })
  .refine(({ content, sendAt }) => content !== undefined || sendAt !== undefined, {
    message: 'Give content, sendAt or both.',
  })

/** `PATCH /v1/messages/:id/send`: another time or content for what was scheduled. */
export function registerRescheduleMessage(app: App, sending: Sending): void {
  app.patch(
    '/v1/messages/:id/send',
    {
      schema: {
        summary: 'Change a scheduled message',
        description:
          'As long as its time has not come; the policy gate decides about it as if it were new. ' +
          'What somebody else sends takes `approvals:decide`, or a key whose sendPolicy is `allow`.',
        tags: ['messages'],
        params: Params,
        body: Body,
        response: { 200: SendReport },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { workspaceId } = principal
      const sendId = request.params.id
      request.auditSubject = sendId
      const { content, sendAt } = request.body
      const revision = {
        ...{ workspaceId, sendId, content, by: callerOf(principal, false) },
        sendAt: typeof sendAt === 'string' ? Date.parse(sendAt) : sendAt,
        mayDecide: hasScope(principal, 'approvals:decide'),
      }
      await inTransaction(sending.pool, (tx) => reviseScheduled(tx, sending.rules, revision))
      sending.poke()
      const [report] = await findSends(sending.pool, workspaceId, [sendId])
      if (!report) throw new Refusal('not-found')
      return report
    },
  )
}
