import { setTimeout as sleep } from 'node:timers/promises'
import { BroadcastDetail, BroadcastId } from '@switchboard/contract'
import { z } from 'zod'
import { checkBroadcast } from '../../../broadcasts/steer-broadcast.ts'
import { inTransaction } from '../../../store/in-transaction.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { callerOf } from '../../sending.ts'
import { type BroadcastDependencies, detailOf } from './broadcast-dependencies.ts'

const Query = z.object({
  timeout: z.coerce.number().min(0).max(30).default(5).meta({ description: 'Seconds to wait for the end at most' }),
})
const pollMilliseconds = 50

/** `POST /v1/broadcasts/:id/check`: a dry run. 200: done; 202: under way, `GET` shows how far. */
export function registerCheckBroadcast(app: App, { sending, poke }: BroadcastDependencies): void {
  app.post(
    '/v1/broadcasts/:id/check',
    {
      schema: {
        summary: 'Dry run of a broadcast',
        tags: ['broadcasts'],
        description:
          'Asks the policy gate about every recipient as if it were sent now: how many would go, and how many would be refused, by ' +
          'code. Who and why: `/v1/broadcasts/{id}/report?refusedInCheck=true`. Nothing is queued. A short list is answered at ' +
          'once; a long one goes on by itself, with `broadcast.progress` events.',
        params: z.object({ id: BroadcastId }),
        querystring: Query,
        response: { 200: BroadcastDetail, 202: BroadcastDetail },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const { workspaceId } = principal
      const { id } = request.params
      const until = performance.now() + request.query.timeout * 1_000
      const caller = callerOf(principal, false)
      await inTransaction(sending.pool, (tx) => checkBroadcast(tx, { workspaceId, id, caller }))
      poke()
      for (;;) {
        const detail = await detailOf(sending, request, id)
        if (detail.state !== 'checking' || performance.now() >= until)
          return reply.code(detail.state === 'checking' ? 202 : 200).send(detail)
        await sleep(pollMilliseconds)
      }
    },
  )
}
