import { WebhookEndpoint } from '@switchboard/contract'
import type { WebhookDesk } from '../../../outgoing-webhooks/desk.ts'
import { findEndpoint, toEndpoint } from '../../../outgoing-webhooks/endpoint-row.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { EndpointParams } from './params.ts'

/** `GET /v1/webhook-endpoints/:id`. */
export function registerGetWebhookEndpoint(app: App, { pool }: WebhookDesk): void {
  app.get(
    '/v1/webhook-endpoints/:id',
    {
      schema: {
        summary: 'One webhook endpoint',
        description:
          'Its state, how far it has come in the log, since when it fails and until when it is paused. Never its secret.',
        tags: ['webhooks'],
        params: EndpointParams,
        response: { 200: WebhookEndpoint },
      },
    },
    async (request) => toEndpoint(await findEndpoint(pool, principalOf(request).workspaceId, request.params.id)),
  )
}
