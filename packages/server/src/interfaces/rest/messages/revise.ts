import { Approval, OutboundContent, OutboxId } from '@switchboard/contract'
import { z } from 'zod'
import { reviseHeld } from '../../../outbox/revise-held.ts'
import { inTransaction } from '../../../store/in-transaction.ts'
import { listApprovals } from '../../../store/queries/list-approvals.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import type { Sending } from '../../sending.ts'

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
          'The answer is the new approval. The former one can no longer be decided about: who tries is told the id of the new one.',
        tags: ['messages'],
        params: Params,
        body: Body,
        response: { 200: Approval },
      },
    },
    async (request) => {
      const { workspaceId, kind, id, name, reach } = principalOf(request)
      const sendId = request.params.id
      request.auditSubject = sendId
      const revision = { workspaceId, sendId, content: request.body.content, by: { kind, id, name, reach } }
      const { approvalId } = await inTransaction(sending.pool, (tx) => reviseHeld(tx, sending.rules, revision))
      sending.poke()
      const [approval] = await listApprovals(sending.pool, workspaceId, { id: approvalId, limit: 1 })
      if (!approval) throw new Refusal('not-found')
      return approval
    },
  )
}
