import { OutboxId, SendReport } from '@switchboard/contract'
import { z } from 'zod'
import { hasScope } from '../../../access/principal.ts'
import { cancelSend } from '../../../outbox/cancel-send.ts'
import { requireOwnSend } from '../../../outbox/held-back.ts'
import { inTransaction } from '../../../store/in-transaction.ts'
import { findSends } from '../../../store/queries/find-sends.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import { callerOf, type Sending } from '../../sending.ts'

const Params = z.object({ id: OutboxId })

/** `POST /v1/messages/:id/cancel`: takes back what has not left. Cancelling twice is cancelling once. */
export function registerCancelMessage(app: App, { pool }: Sending): void {
  app.post(
    '/v1/messages/:id/cancel',
    {
      schema: {
        summary: 'Cancel a message that has not left',
        description: 'What somebody else sends takes `approvals:decide`, or a key whose sendPolicy is `allow`.',
        tags: ['messages'],
        params: Params,
        response: { 200: SendReport },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { workspaceId, kind, name } = principal
      const sendId = request.params.id
      request.auditSubject = sendId
      const mayDecide = hasScope(principal, 'approvals:decide')
      await requireOwnSend(pool, { workspaceId, sendId }, callerOf(principal, false), mayDecide)
      await inTransaction(pool, (tx) => cancelSend(tx, { workspaceId, sendId, by: `${kind}:${name}` }))
      const [report] = await findSends(pool, workspaceId, [sendId])
      if (!report) throw new Refusal('not-found')
      return report
    },
  )
}
