import { OutboxId, SendReport } from '@switchboard/contract'
import { z } from 'zod'
import { findSends } from '../../../store/queries/find-sends.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import type { Sending } from '../../sending.ts'

const Params = z.object({ id: OutboxId })

/** `GET /v1/messages/:id/send`: where a message that we send is on its way; with its furthest receipt; all of them are at `/v1/messages/:id`. */
export function registerGetSend(app: App, { pool }: Sending): void {
  app.get(
    '/v1/messages/:id/send',
    {
      schema: {
        summary: 'Where a message is on its way out',
        tags: ['messages'],
        params: Params,
        response: { 200: SendReport },
      },
    },
    async (request) => {
      const [report] = await findSends(pool, principalOf(request).workspaceId, [request.params.id])
      if (!report) throw new Refusal('not-found', { detail: 'No message of this id was sent from here.' })
      return report
    },
  )
}
