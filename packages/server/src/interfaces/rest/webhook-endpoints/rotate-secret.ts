import { WebhookEndpointWithSecret } from '@switchboard/contract'
import { z } from 'zod'
import { rotateSecret } from '../../../outgoing-webhooks/change-endpoint.ts'
import type { WebhookDesk } from '../../../outgoing-webhooks/desk.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { EndpointParams } from './params.ts'

const defaultOverlapHours = 24
const Body = z.strictObject({
  overlapHours: z
    .number()
    .min(0)
    .max(168)
    .default(defaultOverlapHours)
    .meta({ description: 'So long bodies are signed with the former secret too; 0 where it has leaked' }),
})

/** `POST /v1/webhook-endpoints/:id/rotate-secret`. */
export function registerRotateWebhookSecret(app: App, desk: WebhookDesk): void {
  app.post(
    '/v1/webhook-endpoints/:id/rotate-secret',
    {
      schema: {
        summary: 'Make a new secret',
        description:
          'The answer holds the new secret, this once. Until `formerSecretUntil` the former one verifies too.',
        tags: ['webhooks'],
        params: EndpointParams,
        body: Body.nullish(),
        response: { 200: WebhookEndpointWithSecret },
      },
    },
    async (request, reply) => {
      const { workspaceId } = principalOf(request)
      reply.header('cache-control', 'no-store')
      return rotateSecret(desk, workspaceId, request.params.id, request.body?.overlapHours ?? defaultOverlapHours)
    },
  )
}
