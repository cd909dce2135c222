import { UpdateWebhookEndpoint, WebhookEndpoint } from '@switchboard/contract'
import { updateEndpoint } from '../../../outgoing-webhooks/change-endpoint.ts'
import type { WebhookDesk } from '../../../outgoing-webhooks/desk.ts'
import { findEndpoint } from '../../../outgoing-webhooks/endpoint-row.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { EndpointParams, requireReading } from './params.ts'

/** `PATCH /v1/webhook-endpoints/:id`. */
export function registerUpdateWebhookEndpoint(app: App, desk: WebhookDesk): void {
  app.patch(
    '/v1/webhook-endpoints/:id',
    {
      schema: {
        summary: 'Change a webhook endpoint',
        description:
          'What is absent stays. A new `url` also gets what waits for the old one; a new filter applies to events that are not yet deliveries.',
        tags: ['webhooks'],
        params: EndpointParams,
        body: UpdateWebhookEndpoint,
        response: { 200: WebhookEndpoint },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { id } = request.params
      const { workspaceId } = principal
      const present = await findEndpoint(desk.pool, workspaceId, id)
      const { eventTypes = present.event_types, includeMessages = present.include_messages } = request.body
      requireReading(principal, eventTypes, includeMessages)
      return updateEndpoint(desk, workspaceId, id, request.body, principal)
    },
  )
}
