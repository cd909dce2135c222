import { z } from 'zod'
import { AccountId } from './ids.ts'
import { Timestamp } from './page.ts'

const Seconds = z.number().min(0)

/** How a number stands: what waits for it, how fast it may send, when its customers were last heard of. */
export const AccountStatus = z.object({
  accountId: AccountId,
  name: z.string().nullable(),
  phone: z.string().nullable(),
  state: z.string(),
  lastInboundAt: Timestamp.nullable().meta({ description: 'The newest message of a customer' }),
  lastWebhookAt: Timestamp.nullable().meta({ description: 'The newest webhook of any kind; to the second' }),
  queued: z.int().meta({ description: 'Sends that wait for their turn; at most 10,000 are counted' }),
  messagesPerSecond: z
    .number()
    .nullable()
    .meta({ description: "What was set for it; null: the transport's own limit" }),
  slowedTo: z
    .number()
    .nullable()
    .meta({ description: 'Messages a second, while the provider said that it was too fast; null: at full speed' }),
})

/** What runs and what waits, as far as it concerns one workspace. */
export const Status = z
  .object({
    at: Timestamp,
    database: z.object({ milliseconds: z.number().meta({ description: 'How long this question took it' }) }),
    projection: z
      .object({ lagSeconds: Seconds })
      .meta({ description: 'How long the oldest webhook has waited to become messages' }),
    sending: z.object({
      queued: z.int(),
      lagSeconds: Seconds.meta({ description: 'How long the one that is due longest has waited' }),
      leased: z.int().meta({ description: 'On their way to the provider' }),
      unknown: z.int().meta({ description: 'Nobody knows whether they arrived; a receipt or a person settles them' }),
      approvals: z.int().meta({ description: "They wait for a person's yes" }),
      deliveries: z.int().meta({ description: 'To webhook endpoints, on their way or to be tried again' }),
    }),
    accounts: z.array(AccountStatus),
  })
  .meta({ id: 'Status' })
export type Status = z.infer<typeof Status>

/** One minute of the whole server. */
export const HealthSample = z.object({
  at: Timestamp,
  databaseMilliseconds: z.number(),
  received: z.int().meta({ description: 'Webhooks that were taken in, in the minute before' }),
  sent: z.int().meta({ description: 'Sends that a provider accepted, in the minute before' }),
  pending: z.int().meta({ description: 'Webhooks that are not projected' }),
  lagSeconds: Seconds,
  parked: z.int(),
  queued: z.int(),
  sendLagSeconds: Seconds,
  unknown: z.int(),
  deliveries: z.int(),
})
export type HealthSample = z.infer<typeof HealthSample>

export const HealthHistory = z.object({ items: z.array(HealthSample) }).meta({ id: 'HealthHistory' })
export type HealthHistory = z.infer<typeof HealthHistory>
