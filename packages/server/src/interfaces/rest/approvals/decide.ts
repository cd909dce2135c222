import { Approval, ApprovalId, OutboundContent } from '@switchboard/contract'
import { z } from 'zod'
import { decideApproval } from '../../../outbox/approve.ts'
import { inTransaction } from '../../../store/in-transaction.ts'
import { listApprovals } from '../../../store/queries/list-approvals.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import { callerOf, type Sending } from '../../sending.ts'

const Params = z.object({ id: ApprovalId })
const Body = z.strictObject({
  note: z.string().max(2_000).optional(),
  fingerprint: z.string().optional().meta({ description: 'Of what was seen; refused if it is not that any more' }),
})

const ApproveBody = Body.extend({
  content: OutboundContent.optional().meta({
    description: 'What is to go instead, exactly: the yes is to this, and the approval says that it was edited',
  }),
})

/** `POST /v1/approvals/:id/approve` and `/reject`: a person's word about a message that waits. Decided once. */
export function registerDecideApproval(app: App, sending: Sending): void {
  for (const verdict of ['approve', 'reject'] as const) {
    app.post(
      `/v1/approvals/:id/${verdict}`,
      {
        schema: {
          summary: verdict === 'approve' ? 'Let a message go' : 'Refuse a message',
          description: 'Not for a credential whose own messages wait for approval or are refused: `decider-held-back`.',
          tags: ['approvals'],
          params: Params,
          body: (verdict === 'approve' ? ApproveBody : Body).nullish(),
          response: { 200: Approval },
        },
      },
      async (request) => {
        const principal = principalOf(request)
        const { workspaceId } = principal
        const approvalId = request.params.id
        request.auditSubject = approvalId
        const decision = { workspaceId, approvalId, verdict, by: callerOf(principal, false), ...request.body }
        await inTransaction(sending.pool, (tx) => decideApproval(tx, sending.rules, decision))
        sending.poke()
        const [approval] = await listApprovals(sending.pool, workspaceId, { id: approvalId, limit: 1 })
        if (!approval) throw new Refusal('not-found')
        return approval
      },
    )
  }
}
