import { type EventType, eventTypes } from '@switchboard/contract'

const header = (name: string, description: string) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
})

const headers = [
  header('webhook-id', 'Of the delivery: the same for every attempt and replay, so that what came twice can be told'),
  header('webhook-timestamp', 'When this attempt was made, in seconds since 1970; part of what is signed'),
  header(
    'webhook-signature',
    'Standard Webhooks: `v1,` and the HMAC-SHA256, one for each secret that holds, apart by blanks',
  ),
]

function webhookOf(type: EventType | 'webhook.test') {
  const typed = { type: 'object', properties: { type: { const: type } }, required: ['type'] }
  const schema = { allOf: [{ $ref: '#/components/schemas/WebhookBody' }, typed] }
  return {
    post: {
      operationId: `webhook-${type}`.replace(/[^a-zA-Z0-9]+(.)/g, (_, next: string) => next.toUpperCase()),
      summary: `Tells an endpoint of ${type}`,
      description:
        'Sent to the endpoints of `/v1/webhook-endpoints` whose `eventTypes` name it, at least once, for three days until it is answered 2xx.',
      tags: ['webhooks'],
      security: [],
      parameters: headers,
      requestBody: { required: true, content: { 'application/json': { schema } } },
      responses: {
        '2XX': { description: 'Taken; what the answer holds is not read' },
        '410': { description: 'Nothing more is wanted: the endpoint is disabled' },
        default: { description: 'Tried again, ever later' },
      },
    },
  }
}

/** The section `webhooks` of OpenAPI 3.1: what this server posts to others, of the schemas that its bodies have. */
export function describeWebhooks(): Record<string, ReturnType<typeof webhookOf>> {
  return Object.fromEntries([...eventTypes, 'webhook.test' as const].map((type) => [type, webhookOf(type)]))
}
