import { Approval, OutboundContent, OutboxId } from '@switchboard/contract'
import { z } from 'zod'
import { hasScope } from '../../../access/principal.ts'
import { reviseHeld } from '../../../outbox/revise-held.ts'
import { inTransaction } from '../../../store/in-transaction.ts'
import { listApprovals } from '../../../store/queries/list-approvals.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import { callerOf, type Sending } from '../../sending.ts'

const Params = z.object({ id: OutboxId })
const Body = z.strictObject({ content: OutboundContent })

/** `PATCH /v1/messages/:id`: changes a message that waits for approval. What was asked about is over; it is asked anew. */
export function registerReviseMessage(app: App, sending: Sending): void {
  app.patch(
    '/v1/messages/:id',
    {
      schema: {
        summary: 'Change a message that waits for approval',
        description:
          'The answer is the new approval. The former one can no longer be decided about: who tries is told the id of the new one. ' +
          'What somebody else sends takes `approvals:decide`, or a key whose sendPolicy is `allow`.',
        tags: ['messages'],
        params: Params,
        body: Body,
        response: { 200: Approval },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { workspaceId } = principal
      const sendId = request.params.id
      request.auditSubject = sendId
      const by = callerOf(principal, false)
      const mayDecide = hasScope(principal, 'approvals:decide')
      const revision = { workspaceId, sendId, content: request.body.content, by, mayDecide }
      const { approvalId } = await inTransaction(sending.pool, (tx) => reviseHeld(tx, sending.rules, revision))
      sending.poke()
      const [approval] = await listApprovals(sending.pool, workspaceId, { id: approvalId, limit: 1 })
      if (!approval) throw new Refusal('not-found')
      return approval
    },
  )
}
