import { Broadcast, BroadcastId, BroadcastState, pageOf } from '@switchboard/contract'
import { z } from 'zod'
import { toBroadcast } from '../../../broadcasts/broadcast-row.ts'
import { findBroadcasts } from '../../../broadcasts/find-broadcast.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import type { BroadcastDependencies } from './broadcast-dependencies.ts'

const Query = z.object({
  state: BroadcastState.optional(),
  cursor: BroadcastId.optional().meta({ description: '`nextCursor` of the page before' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/** `GET /v1/broadcasts`: the newest first. */
export function registerListBroadcasts(app: App, { sending }: BroadcastDependencies): void {
  app.get(
    '/v1/broadcasts',
    {
      schema: {
        summary: 'List broadcasts',
        tags: ['broadcasts'],
        description: 'The newest first, each with its recipients counted by state.',
        querystring: Query,
        response: { 200: pageOf(Broadcast) },
      },
    },
    async (request) => {
      const { state, cursor: before, limit } = request.query
      const rows = await findBroadcasts(sending.pool, principalOf(request).workspaceId, { state, before, limit })
      return { items: rows.map(toBroadcast), nextCursor: rows.length < limit ? null : (rows.at(-1)?.id ?? null) }
    },
  )
}
