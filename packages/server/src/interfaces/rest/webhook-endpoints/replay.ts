import { ReplayWebhooks, WebhooksReplayed } from '@switchboard/contract'
import type { WebhookDesk } from '../../../outgoing-webhooks/desk.ts'
import { findEndpoint } from '../../../outgoing-webhooks/endpoint-row.ts'
import { replayDelivery, replayRange } from '../../../outgoing-webhooks/replay-webhooks.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import { EndpointParams, requireReading } from './params.ts'

/** `POST /v1/webhook-endpoints/:id/replay`. */
export function registerReplayWebhooks(app: App, desk: WebhookDesk): void {
  app.post(
    '/v1/webhook-endpoints/:id/replay',
    {
      schema: {
        summary: 'Send events again',
        description:
          'One delivery, or what happened since a time or after a seq, 10,000 at most a call; `nextAfterSeq` says where to go on. Repetitions have the `webhook-id` that they had before.',
        tags: ['webhooks'],
        params: EndpointParams,
        body: ReplayWebhooks,
        response: { 200: WebhooksReplayed },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { workspaceId } = principal
      const { body, params } = request
      const present = await findEndpoint(desk.pool, workspaceId, params.id)
      requireReading(principal, present.event_types, present.include_messages)
      if ('deliveryId' in body) return replayDelivery(desk, workspaceId, params.id, body.deliveryId)
      if ((body.since === undefined) === (body.afterSeq === undefined)) {
        throw new Refusal('invalid-request', {
          errors: [{ path: 'body', message: 'needs one of "deliveryId", "since" and "afterSeq"' }],
          detail: 'Say what is to be sent again: one of "deliveryId", "since" (a time) and "afterSeq".',
        })
      }
      return replayRange(desk, workspaceId, params.id, body)
    },
  )
}
