import { BroadcastDetail, BroadcastId } from '@switchboard/contract'
import { z } from 'zod'
import { cancelBroadcast, pauseBroadcast, resumeBroadcast } from '../../../broadcasts/steer-broadcast.ts'
import { inTransaction } from '../../../store/in-transaction.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
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
    description: 'A paused or failed one goes on where it stood.',
  },
  {
    verb: 'cancel',
    act: cancelBroadcast,
    summary: 'Cancel a broadcast',
    description: 'For good. Messages of it that have not left are taken back.',
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
        const { workspaceId, kind, id: callerId, name } = principalOf(request)
        const { id } = request.params
        await inTransaction(sending.pool, (tx) => act(tx, { workspaceId, id, caller: { kind, id: callerId, name } }))
        poke()
        return detailOf(sending, request, id)
      },
    )
  }
}
