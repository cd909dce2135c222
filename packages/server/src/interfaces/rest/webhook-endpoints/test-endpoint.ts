import { WebhookTest } from '@switchboard/contract'
import type { WebhookDesk } from '../../../outgoing-webhooks/desk.ts'
import { sendTest } from '../../../outgoing-webhooks/send-test.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { EndpointParams } from './params.ts'

/** `POST /v1/webhook-endpoints/:id/test`. */
export function registerTestWebhookEndpoint(app: App, desk: WebhookDesk): void {
  app.post(
    '/v1/webhook-endpoints/:id/test',
    {
      schema: {
        summary: 'Send a sample event now',
        description:
          'Of type `webhook.test`, signed as real ones are; also while the endpoint is switched off. The answer says what came back.',
        tags: ['webhooks'],
        params: EndpointParams,
        response: { 200: WebhookTest },
      },
    },
    (request) => sendTest(desk, principalOf(request).workspaceId, request.params.id),
  )
}
