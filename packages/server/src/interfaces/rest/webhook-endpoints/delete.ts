import { WebhookEndpoint } from '@switchboard/contract'
import { deleteEndpoint } from '../../../outgoing-webhooks/change-endpoint.ts'
import type { WebhookDesk } from '../../../outgoing-webhooks/desk.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { EndpointParams } from './params.ts'

/** `DELETE /v1/webhook-endpoints/:id`. */
export function registerDeleteWebhookEndpoint(app: App, desk: WebhookDesk): void {
  app.delete(
    '/v1/webhook-endpoints/:id',
    {
      schema: {
        summary: 'Delete a webhook endpoint',
        description:
          'What waits for it is cancelled; each delivery stays at `/v1/webhook-deliveries/:id` for a month. The answer is the endpoint as it was.',
        tags: ['webhooks'],
        params: EndpointParams,
        response: { 200: WebhookEndpoint },
      },
    },
    (request) => deleteEndpoint(desk, principalOf(request).workspaceId, request.params.id),
  )
}
