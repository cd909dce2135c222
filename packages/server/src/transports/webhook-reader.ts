import type { InboundItem } from './inbound-item.ts'

/** Which transport a raw body came in by; stored with it, so that a replay reads it with the same reader. */
export const transportNames = ['cloud-api', 'twilio', 'test'] as const
export type TransportName = (typeof transportNames)[number]

export interface WebhookReading {
  readonly items: readonly InboundItem[]
  /** Why nothing could be made of the whole body: it is not built as the provider builds them. The items hold its parts as they came. */
  readonly malformed?: string
}

/** The inbound half of a transport: a parsed webhook body to items. Pure; never throws on any JSON value. */
export interface WebhookReader {
  readonly transport: TransportName
  /** How its raw bodies are parsed before it gets them: JSON objects, or forms as an object of texts. Default json. */
  readonly bodyFormat?: 'json' | 'form'
  /** @param receivedAt milliseconds since 1970, used where the body has no readable time. */
  readWebhook(body: unknown, receivedAt: number): WebhookReading
}
