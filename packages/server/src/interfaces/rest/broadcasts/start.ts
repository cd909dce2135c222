import { BroadcastDetail, BroadcastId, Timestamp } from '@switchboard/contract'
import { z } from 'zod'
import { startBroadcast } from '../../../broadcasts/steer-broadcast.ts'
import { inTransaction } from '../../../store/in-transaction.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { callerOf } from '../../sending.ts'
import { type BroadcastDependencies, detailOf } from './broadcast-dependencies.ts'

const Body = z.strictObject({
  startAt: Timestamp.optional().meta({ description: 'A time to come, not before which it begins; absent: now' }),
  fingerprint: z.string().optional().meta({
    description:
      'Of what was seen; refused if it is not that any more. Needed where whose messages wait for approval made it',
  }),
})

/** `POST /v1/broadcasts/:id/start`. */
export function registerStartBroadcast(app: App, { sending, poke }: BroadcastDependencies): void {
  app.post(
    '/v1/broadcasts/:id/start',
    {
      schema: {
        summary: 'Start a broadcast',
        tags: ['broadcasts'],
        description:
          'Now or at a time. Where messages of this credential or account wait for approval, the broadcast does, as a whole: ' +
          'its state is `awaiting_approval` until somebody approves it. Starting it again changes nothing.',
        params: z.object({ id: BroadcastId }),
        body: Body.nullish(),
        response: { 200: BroadcastDetail },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { workspaceId } = principal
      const { id } = request.params
      const caller = callerOf(principal, false)
      const at = request.body?.startAt
      const startAt = at === undefined ? undefined : Date.parse(at)
      const steering = { workspaceId, id, caller, startAt, fingerprint: request.body?.fingerprint }
      await inTransaction(sending.pool, (tx) => startBroadcast(tx, steering))
      poke()
      return detailOf(sending, request, id)
    },
  )
}
