import { WebhookEndpoint } from '@switchboard/contract'
import { disableEndpoint } from '../../../outgoing-webhooks/change-endpoint.ts'
import type { WebhookDesk } from '../../../outgoing-webhooks/desk.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { EndpointParams } from './params.ts'

/** `POST /v1/webhook-endpoints/:id/disable`. */
export function registerDisableWebhookEndpoint(app: App, desk: WebhookDesk): void {
  app.post(
    '/v1/webhook-endpoints/:id/disable',
    {
      schema: {
        summary: 'Switch a webhook endpoint off',
        description: 'Nothing is sent until it is switched on again; what waits is kept.',
        tags: ['webhooks'],
        params: EndpointParams,
        response: { 200: WebhookEndpoint },
      },
    },
    (request) => {
      const { workspaceId, name } = principalOf(request)
      return disableEndpoint(desk, workspaceId, request.params.id, name)
    },
  )
}
