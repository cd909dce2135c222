import { EventPattern, WebhookDelivery, WebhookDeliveryState } from '@switchboard/contract'
import { z } from 'zod'
import { listDeliveries } from '../../../outgoing-webhooks/deliveries.ts'
import type { WebhookDesk } from '../../../outgoing-webhooks/desk.ts'
import { findEndpoint } from '../../../outgoing-webhooks/endpoint-row.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { EndpointParams } from './params.ts'

const Query = z.object({
  state: WebhookDeliveryState.optional(),
  eventType: EventPattern.optional().meta({ description: 'A type, or a pattern as `message.*`' }),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, { error: 'must be the `nextCursor` of the page before' })
    .optional()
    .meta({ description: '`nextCursor` of the page before: deliveries of events before that seq' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
const Page = z.object({ items: z.array(WebhookDelivery), nextCursor: z.string().nullable() })

/** `GET /v1/webhook-endpoints/:id/deliveries`. */
export function registerListWebhookDeliveries(app: App, { pool }: WebhookDesk): void {
  app.get(
    '/v1/webhook-endpoints/:id/deliveries',
    {
      schema: {
        summary: 'List deliveries of an endpoint',
        description: 'The newest event first. Kept for a month.',
        tags: ['webhooks'],
        params: EndpointParams,
        querystring: Query,
        response: { 200: Page },
      },
    },
    async (request) => {
      const { workspaceId } = principalOf(request)
      const { cursor, limit, ...filters } = request.query
      const { id } = await findEndpoint(pool, workspaceId, request.params.id)
      const beforeSeq = cursor === undefined ? undefined : Number(cursor)
      const items = await listDeliveries(pool, workspaceId, id, { ...filters, beforeSeq, limit })
      const last = items.at(-1)
      return { items, nextCursor: items.length < limit || !last ? null : String(last.eventSeq) }
    },
  )
}
