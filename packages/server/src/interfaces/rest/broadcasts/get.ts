import { BroadcastDetail, BroadcastId } from '@switchboard/contract'
import { z } from 'zod'
import type { App } from '../../app.ts'
import { type BroadcastDependencies, detailOf } from './broadcast-dependencies.ts'

/** `GET /v1/broadcasts/:id`. */
export function registerGetBroadcast(app: App, { sending }: BroadcastDependencies): void {
  app.get(
    '/v1/broadcasts/:id',
    {
      schema: {
        summary: 'One broadcast',
        tags: ['broadcasts'],
        description: 'Where it stands, and what became of what was queued: delivered, read, failed and so on.',
        params: z.object({ id: BroadcastId }),
        response: { 200: BroadcastDetail },
      },
    },
    (request) => detailOf(sending, request, request.params.id),
  )
}
