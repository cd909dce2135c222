import { WebhookEndpoint } from '@switchboard/contract'
import { z } from 'zod'
import type { WebhookDesk } from '../../../outgoing-webhooks/desk.ts'
import { listEndpoints } from '../../../outgoing-webhooks/endpoint-row.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'

/** `GET /v1/webhook-endpoints`. */
export function registerListWebhookEndpoints(app: App, { pool }: WebhookDesk): void {
  app.get(
    '/v1/webhook-endpoints',
    {
      schema: {
        summary: 'List webhook endpoints',
        description: 'All of the workspace, the newest first, without their secrets.',
        tags: ['webhooks'],
        response: { 200: z.object({ items: z.array(WebhookEndpoint) }) },
      },
    },
    async (request) => ({ items: await listEndpoints(pool, principalOf(request).workspaceId) }),
  )
}
