import { BroadcastDetail, BroadcastId } from '@switchboard/contract'
import { z } from 'zod'
import { decideBroadcast } from '../../../broadcasts/steer-broadcast.ts'
import { inTransaction } from '../../../store/in-transaction.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { callerOf } from '../../sending.ts'
import { type BroadcastDependencies, detailOf } from './broadcast-dependencies.ts'

const Body = z.strictObject({
  fingerprint: z.string().optional().meta({
    description:
      'Of what was seen; refused if it is not that any more. Needed where whose messages wait for approval started it',
  }),
})

/** `POST /v1/broadcasts/:id/approve` and `/reject`: a person's word about all of it. */
export function registerDecideBroadcast(app: App, { sending, poke }: BroadcastDependencies): void {
  for (const verdict of ['approve', 'reject'] as const) {
    app.post(
      `/v1/broadcasts/:id/${verdict}`,
      {
        schema: {
          summary: verdict === 'approve' ? 'Let a broadcast go' : 'Refuse a broadcast',
          tags: ['broadcasts'],
          description:
            verdict === 'approve'
              ? 'One yes for every message of it. Chats whose own rule asks for approval still ask.'
              : 'It is cancelled.',
          params: z.object({ id: BroadcastId }),
          body: Body.nullish(),
          response: { 200: BroadcastDetail },
        },
      },
      async (request) => {
        const principal = principalOf(request)
        const { workspaceId } = principal
        const { id } = request.params
        const decision = { workspaceId, id, caller: callerOf(principal, false), verdict, ...request.body }
        await inTransaction(sending.pool, (tx) => decideBroadcast(tx, decision))
        poke()
        return detailOf(sending, request, id)
      },
    )
  }
}
