import { BroadcastDetail, BroadcastId, UpdateBroadcast } from '@switchboard/contract'
import { z } from 'zod'
import { updateBroadcast } from '../../../broadcasts/update-broadcast.ts'
import { inTransaction } from '../../../store/in-transaction.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { callerOf } from '../../sending.ts'
import { type BroadcastDependencies, detailOf } from './broadcast-dependencies.ts'

/** `PATCH /v1/broadcasts/:id`: another name, message or pace of a draft. */
export function registerUpdateBroadcast(app: App, { sending }: BroadcastDependencies): void {
  app.patch(
    '/v1/broadcasts/:id',
    {
      schema: {
        summary: 'Change a broadcast',
        tags: ['broadcasts'],
        description:
          'While it is a draft: its name, message and pace; what is left out stays, and so does its list. With another message what ' +
          'the last dry run found counts no more: check it again. What was started is not changed any more; make another.',
        params: z.object({ id: BroadcastId }),
        body: UpdateBroadcast,
        response: { 200: BroadcastDetail },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { workspaceId } = principal
      const { id } = request.params
      const caller = callerOf(principal, false)
      await inTransaction(sending.pool, (tx) => updateBroadcast(tx, { workspaceId, id, caller, asked: request.body }))
      return detailOf(sending, request, id)
    },
  )
}
