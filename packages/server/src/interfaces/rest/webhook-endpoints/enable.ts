import { WebhookEndpoint } from '@switchboard/contract'
import { z } from 'zod'
import { enableEndpoint } from '../../../outgoing-webhooks/change-endpoint.ts'
import type { WebhookDesk } from '../../../outgoing-webhooks/desk.ts'
import { findEndpoint } from '../../../outgoing-webhooks/endpoint-row.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { EndpointParams, requireReading } from './params.ts'

const Body = z.strictObject({
  from: z.enum(['missed', 'now']).default('missed').meta({
    description: 'missed: what happened meanwhile is sent too. now: that is passed over, and what waits is cancelled',
  }),
})

/** `POST /v1/webhook-endpoints/:id/enable`. */
export function registerEnableWebhookEndpoint(app: App, desk: WebhookDesk): void {
  app.post(
    '/v1/webhook-endpoints/:id/enable',
    {
      schema: {
        summary: 'Switch a webhook endpoint on',
        description:
          'It goes on where it stopped, or from now. The same of one that is paused (`pausedUntil`), which that ends.',
        tags: ['webhooks'],
        params: EndpointParams,
        body: Body.nullish(),
        response: { 200: WebhookEndpoint },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { id } = request.params
      const present = await findEndpoint(desk.pool, principal.workspaceId, id)
      requireReading(principal, present.event_types, present.include_messages)
      return enableEndpoint(desk, principal.workspaceId, id, request.body?.from ?? 'missed', principal)
    },
  )
}
