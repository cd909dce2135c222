import { z } from 'zod'
import { Event, EventType, eventTypes } from './event.ts'
import { ContactId } from './ids.ts'
import { MessageDetail } from './message.ts'
import { Timestamp } from './page.ts'

export const WebhookEndpointId = z.uuid().brand('WebhookEndpointId')
export type WebhookEndpointId = z.infer<typeof WebhookEndpointId>

/** The header `webhook-id`: the same for every attempt and replay of one event to one endpoint. */
export const WebhookDeliveryId = z.uuid().brand('WebhookDeliveryId')
export type WebhookDeliveryId = z.infer<typeof WebhookDeliveryId>

/** The types that a pattern stands for: `message.received` itself, `message.*` all that begin with `message.`, `*` all. */
export function eventTypesOf(pattern: string): readonly EventType[] {
  if (pattern === '*') return eventTypes
  if (!pattern.endsWith('.*')) return eventTypes.filter((type) => type === pattern)
  return eventTypes.filter((type) => type.startsWith(pattern.slice(0, -1)))
}

export const EventPattern = z
  .string()
  .max(100)
  .refine((pattern) => eventTypesOf(pattern).length > 0, {
    error: `names no event. There are: ${eventTypes.join(', ')}; and patterns of them as "message.*" and "*"`,
  })

export const webhookEndpointStates = ['enabled', 'disabled'] as const
export const WebhookEndpointState = z.enum(webhookEndpointStates)

/**
 * asked: by a person or program. gone: the endpoint answered 410. failing: nothing but failures for days. member-ended: who gave its
 * address was removed, or may manage endpoints no more.
 */
export const webhookDisabledReasons = ['asked', 'gone', 'failing', 'member-ended'] as const
export type WebhookDisabledReason = (typeof webhookDisabledReasons)[number]

export const WebhookEndpoint = z
  .object({
    id: WebhookEndpointId,
    url: z.string(),
    description: z.string(),
    eventTypes: z.array(z.string()).meta({ description: 'Types, or patterns as `message.*` and `*`' }),
    includeMessages: z.boolean().meta({ description: 'Whether bodies hold the message that an event is about' }),
    state: WebhookEndpointState,
    disabled: z
      .object({ reason: z.enum(webhookDisabledReasons), by: z.string(), at: Timestamp })
      .nullable()
      .meta({
        description:
          'asked (by whom), gone (it answered 410), failing (nothing but failures for five days), member-ended (who gave its address may manage none any more)',
      }),
    formerSecretUntil: Timestamp.nullable().meta({ description: 'Until then bodies are signed with both secrets' }),
    failingSince: Timestamp.nullable().meta({ description: 'The first failure after the last success' }),
    pausedUntil: Timestamp.nullable().meta({
      description:
        'It answered 429 or 503 with Retry-After, and is told nothing until then. `enable`, a replay or another address ends the pause',
    }),
    lastDeliveredAt: Timestamp.nullable(),
    afterSeq: z.int().meta({ description: 'Events up to this seq have become deliveries' }),
    createdBy: z.string(),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'WebhookEndpoint' })
export type WebhookEndpoint = z.infer<typeof WebhookEndpoint>

/** An endpoint with its secret, which is shown this once. */
export const WebhookEndpointWithSecret = WebhookEndpoint.extend({
  secret: z.string().meta({ description: '`whsec_…`, shown this once: what bodies are verified with' }),
}).meta({ id: 'WebhookEndpointWithSecret' })

const Url = z
  .string()
  .min(1)
  .max(2_048)
  .meta({ description: 'https, on the public internet; http only where SWITCHBOARD_FETCH_ALLOWED allows the address' })
const Description = z.string().max(500)
const EventPatterns = z.array(EventPattern).min(1).max(100)

export const CreateWebhookEndpoint = z
  .strictObject({
    url: Url,
    description: Description.default(''),
    eventTypes: EventPatterns.default(['*']),
    includeMessages: z.boolean().default(true).meta({ description: 'true needs the scope messages:read' }),
  })
  .meta({ id: 'CreateWebhookEndpoint' })
export type CreateWebhookEndpoint = z.infer<typeof CreateWebhookEndpoint>

export const UpdateWebhookEndpoint = z
  .strictObject({
    url: Url.optional(),
    description: Description.optional(),
    eventTypes: EventPatterns.optional(),
    includeMessages: z.boolean().optional(),
  })
  .meta({ id: 'UpdateWebhookEndpoint' })
export type UpdateWebhookEndpoint = z.infer<typeof UpdateWebhookEndpoint>

/** pending (also between two attempts) → delivered, or failed after the last attempt, or cancelled (never to be sent). */
export const webhookDeliveryStates = ['pending', 'delivered', 'failed', 'cancelled'] as const
export const WebhookDeliveryState = z.enum(webhookDeliveryStates)
export type WebhookDeliveryState = z.infer<typeof WebhookDeliveryState>

export const WebhookAttempt = z.object({
  at: Timestamp,
  milliseconds: z.int(),
  status: z.int().nullable().meta({ description: 'Of the answer; null where none came' }),
  code: z.string().nullable().meta({ description: 'Why it counts as failed' }),
  sentence: z.string().nullable(),
})
export type WebhookAttempt = z.infer<typeof WebhookAttempt>

export const WebhookDelivery = z
  .object({
    id: WebhookDeliveryId,
    endpointId: WebhookEndpointId,
    eventSeq: z.int(),
    eventType: z.string(),
    contactId: ContactId.nullable(),
    state: WebhookDeliveryState,
    attempts: z.int().meta({ description: 'Since it was made or replayed' }),
    nextAttemptAt: Timestamp.nullable(),
    lastAttempt: WebhookAttempt.nullable(),
    createdAt: Timestamp,
    settledAt: Timestamp.nullable(),
  })
  .meta({ id: 'WebhookDelivery' })
export type WebhookDelivery = z.infer<typeof WebhookDelivery>

export const WebhookDeliveryDetail = WebhookDelivery.extend({
  attemptLog: z.array(WebhookAttempt).meta({ description: 'The newest 20, oldest first, those before a replay too' }),
  responseExcerpt: z
    .string()
    .nullable()
    .meta({ description: 'The beginning of the last answer that was not a success' }),
}).meta({ id: 'WebhookDeliveryDetail' })
export type WebhookDeliveryDetail = z.infer<typeof WebhookDeliveryDetail>

/** What came back of a sample event that was sent at once. */
export const WebhookTest = z
  .object({
    webhookId: z.string(),
    delivered: z.boolean(),
    attempt: WebhookAttempt,
    responseExcerpt: z.string().nullable(),
  })
  .meta({ id: 'WebhookTest' })
export type WebhookTest = z.infer<typeof WebhookTest>

/** One delivery, or what happened in a range. */
export const ReplayWebhooks = z
  .union([
    z.strictObject({ deliveryId: WebhookDeliveryId }),
    z.strictObject({
      since: Timestamp.optional().meta({ description: 'Events recorded at or after this' }),
      afterSeq: z.int().min(0).optional().meta({ description: 'Events after this seq, instead of `since`' }),
      upToSeq: z.int().min(0).optional(),
      onlyFailed: z.boolean().default(false).meta({ description: 'Only what has failed for good' }),
    }),
  ])
  .meta({ id: 'ReplayWebhooks' })
export type ReplayWebhooks = z.infer<typeof ReplayWebhooks>

export const WebhooksReplayed = z
  .object({
    replayed: z.int().meta({ description: 'Deliveries that are sent again now' }),
    nextAfterSeq: z.int().nullable().meta({ description: 'There is more: ask again with this as `afterSeq`' }),
  })
  .meta({ id: 'WebhooksReplayed' })
export type WebhooksReplayed = z.infer<typeof WebhooksReplayed>

/** What is posted to an endpoint, per https://www.standardwebhooks.com. `webhook.test` comes of `POST /v1/webhook-endpoints/:id/test`. */
export const WebhookBody = z
  .object({
    type: z.string(),
    timestamp: Timestamp.meta({ description: 'When it happened' }),
    data: z.object({
      event: Event.extend({ type: EventType.or(z.literal('webhook.test')) }).meta({
        description: 'As `/v1/events` gives it; of a test a sample with seq 0',
      }),
      message: MessageDetail.nullable()
        .optional()
        .meta({ description: 'As `/v1/messages/:id` gives it when it is sent; null: it is there no more' }),
    }),
  })
  .meta({ id: 'WebhookBody' })
export type WebhookBody = z.infer<typeof WebhookBody>

/** Refusals of outgoing webhooks. Stable problem codes, each with its HTTP status. */
export const webhookRefusals = {
  'webhook-endpoint-not-found': { status: 404, title: 'There is no such webhook endpoint' },
  'webhook-delivery-not-found': { status: 404, title: 'There is no such delivery' },
  'webhook-url-refused': { status: 422, title: 'The address is not one that webhooks are sent to' },
  'webhook-endpoint-limit': { status: 409, title: 'The workspace has as many webhook endpoints as it may have' },
  'webhook-replay-full': { status: 409, title: 'The endpoint has too many deliveries under way to replay more' },
} as const
