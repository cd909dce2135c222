import { CreateWebhookEndpoint, WebhookEndpointWithSecret } from '@switchboard/contract'
import { createEndpoint } from '../../../outgoing-webhooks/change-endpoint.ts'
import type { WebhookDesk } from '../../../outgoing-webhooks/desk.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { requireReading } from './params.ts'

/** `POST /v1/webhook-endpoints`. */
export function registerCreateWebhookEndpoint(app: App, desk: WebhookDesk): void {
  app.post(
    '/v1/webhook-endpoints',
    {
      schema: {
        summary: 'Have events sent to an address',
        description:
          'Everything that happens from now on and matches `eventTypes` is posted to `url`, signed as standardwebhooks.com describes. The answer holds the secret, this once. The caller needs `events:read`, the permission of each event type, and `messages:read` where bodies include messages.',
        tags: ['webhooks'],
        body: CreateWebhookEndpoint,
        response: { 201: WebhookEndpointWithSecret },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      requireReading(principal, request.body.eventTypes, request.body.includeMessages)
      const made = await createEndpoint(desk, principal.workspaceId, request.body, principal)
      request.auditSubject = made.id
      // The secret must not stay in a cache on the way.
      reply.code(201).header('location', `/v1/webhook-endpoints/${made.id}`).header('cache-control', 'no-store')
      return made
    },
  )
}
