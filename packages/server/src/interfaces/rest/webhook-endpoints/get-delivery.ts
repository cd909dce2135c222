import { WebhookDeliveryDetail, WebhookDeliveryId } from '@switchboard/contract'
import { z } from 'zod'
import { getDelivery } from '../../../outgoing-webhooks/deliveries.ts'
import type { WebhookDesk } from '../../../outgoing-webhooks/desk.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'

/** `GET /v1/webhook-deliveries/:id`. */
export function registerGetWebhookDelivery(app: App, { pool }: WebhookDesk): void {
  app.get(
    '/v1/webhook-deliveries/:id',
    {
      schema: {
        summary: 'One delivery',
        description: 'By the `webhook-id` that a receiver saw, with its attempts.',
        tags: ['webhooks'],
        params: z.object({ id: WebhookDeliveryId }),
        response: { 200: WebhookDeliveryDetail },
      },
    },
    (request) => getDelivery(pool, principalOf(request).workspaceId, request.params.id),
  )
}
