import { BroadcastDetail, BroadcastId } from '@switchboard/contract'
import { z } from 'zod'
import { cancelBroadcast, pauseBroadcast, resumeBroadcast } from '../../../broadcasts/steer-broadcast.ts'
import { inTransaction } from '../../../store/in-transaction.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { callerOf } from '../../sending.ts'
import { type BroadcastDependencies, detailOf } from './broadcast-dependencies.ts'

const verbs = [
  {
    verb: 'pause',
    act: pauseBroadcast,
    summary: 'Pause a broadcast',
    description: 'Nothing more is queued. What is in the outbox already, some two seconds of its pace, still leaves.',
  },
  {
    verb: 'resume',
    act: resumeBroadcast,
    summary: 'Resume a broadcast',
    description:
      'A paused or failed one goes on where it stood. Where messages of this credential wait for approval, it is ' +
      '`awaiting_approval` then, whoever started it.',
  },
  {
    verb: 'cancel',
    act: cancelBroadcast,
    summary: 'Cancel a broadcast',
    description:
      'For good. Messages of it that have not left are taken back. A credential whose messages wait for approval cancels its own only.',
  },
] as const

/** `POST /v1/broadcasts/:id/pause`, `/resume`, `/cancel`. Doing what was done already changes nothing. */
export function registerSteerBroadcast(app: App, { sending, poke }: BroadcastDependencies): void {
  for (const { verb, act, summary, description } of verbs) {
    app.post(
      `/v1/broadcasts/:id/${verb}`,
      {
        schema: {
          summary,
          tags: ['broadcasts'],
          description,
          params: z.object({ id: BroadcastId }),
          response: { 200: BroadcastDetail },
        },
      },
      async (request) => {
        const principal = principalOf(request)
        const { workspaceId } = principal
        const { id } = request.params
        const caller = callerOf(principal, false)
        await inTransaction(sending.pool, (tx) => act(tx, { workspaceId, id, caller }))
        poke()
        return detailOf(sending, request, id)
      },
    )
  }
}
