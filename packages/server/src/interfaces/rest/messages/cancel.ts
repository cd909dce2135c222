import { OutboxId, SendReport } from '@switchboard/contract'
import { z } from 'zod'
import { cancelSend } from '../../../outbox/cancel-send.ts'
import { requireSendInReach } from '../../../outbox/reach.ts'
import { inTransaction } from '../../../store/in-transaction.ts'
import { findSends } from '../../../store/queries/find-sends.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import type { Sending } from '../../sending.ts'

const Params = z.object({ id: OutboxId })

/** `POST /v1/messages/:id/cancel`: takes back what has not left. Cancelling twice is cancelling once. */
export function registerCancelMessage(app: App, { pool }: Sending): void {
  app.post(
    '/v1/messages/:id/cancel',
    {
      schema: {
        summary: 'Cancel a message that has not left',
        tags: ['messages'],
        params: Params,
        response: { 200: SendReport },
      },
    },
    async (request) => {
      const { workspaceId, kind, name, reach } = principalOf(request)
      const sendId = request.params.id
      request.auditSubject = sendId
      await requireSendInReach(pool, reach, workspaceId, sendId)
      await inTransaction(pool, (tx) => cancelSend(tx, { workspaceId, sendId, by: `${kind}:${name}` }))
      const [report] = await findSends(pool, workspaceId, [sendId])
      if (!report) throw new Refusal('not-found')
      return report
    },
  )
}
