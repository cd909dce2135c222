import { BroadcastDetail, CreateBroadcast } from '@switchboard/contract'
import { z } from 'zod'
import { createBroadcast } from '../../../broadcasts/create-broadcast.ts'
import { inTransaction } from '../../../store/in-transaction.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { callerOf } from '../../sending.ts'
import { type BroadcastDependencies, detailOf } from './broadcast-dependencies.ts'

/** Loose: what a schema does not name would be taken from the request. */
const Headers = z.looseObject({
  'idempotency-key': z.string().min(1).max(200).optional().meta({
    description: 'The same key with the same request is the same broadcast, however often it is asked for',
  }),
})

/** `POST /v1/broadcasts`: a draft. 201 made now, 200 made before under the same key. */
export function registerCreateBroadcast(app: App, { sending }: BroadcastDependencies): void {
  app.post(
    '/v1/broadcasts',
    {
      schema: {
        summary: 'Make a broadcast',
        tags: ['broadcasts'],
        description:
          'A draft: one message for many, with Liquid in its texts for what differs. Up to 1,000 recipients may be given here; a ' +
          'list of any length goes to `/v1/broadcasts/{id}/recipients`. Nothing is sent until it is started.',
        headers: Headers,
        body: CreateBroadcast,
        response: { 200: BroadcastDetail, 201: BroadcastDetail },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const { workspaceId } = principal
      const caller = callerOf(principal, false)
      const idempotencyKey = request.headers['idempotency-key']
      const created = await inTransaction(sending.pool, (tx) =>
        createBroadcast(tx, { workspaceId, caller, asked: request.body, idempotencyKey }),
      )
      request.auditSubject = created.id
      reply.code(created.repeated ? 200 : 201).header('location', `/v1/broadcasts/${created.id}`)
      return detailOf(sending, request, created.id)
    },
  )
}
