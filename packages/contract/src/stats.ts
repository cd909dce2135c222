import { z } from 'zod'
import { AccountId } from './ids.ts'
import { Timestamp } from './page.ts'

const Counts = z.object({
  inbound: z.int(),
  outbound: z.int(),
  delivered: z.int().meta({ description: 'Of the outbound ones: delivered, read or played' }),
  failed: z.int().meta({ description: 'Of the outbound ones' }),
})
const medianResponseSeconds = z
  .number()
  .nullable()
  .meta({ description: 'As in `responseTime`; null: none was answered' })

/** How much was said in a span of time, by day, account, type and status, and how soon customers were answered. */
export const Stats = z
  .object({
    after: Timestamp,
    before: Timestamp,
    timeZone: z.string().meta({ description: 'IANA name: where a day begins', example: 'Europe/Berlin' }),
    messages: Counts,
    conversations: z.int().meta({ description: 'Conversations with a message in the span' }),
    byDay: z
      .array(Counts.extend({ date: z.iso.date(), medianResponseSeconds }))
      .meta({ description: 'Days without a message are left out' }),
    byAccount: z.array(Counts.extend({ accountId: AccountId, medianResponseSeconds })),
    byType: z.array(z.object({ type: z.string(), count: z.int() })),
    byStatus: z
      .array(z.object({ status: z.string(), count: z.int() }))
      .meta({ description: 'Outbound messages by how far they have come; `unknown` without any receipt' }),
    responseTime: z
      .object({
        answered: z.int(),
        medianSeconds: z.number(),
        p90Seconds: z.number(),
        sampledMessages: z.int().meta({ description: 'Taken from so many of the newest messages in the span' }),
      })
      .nullable()
      .meta({ description: "From a customer's first unanswered message to the first answer; null: none was answered" }),
    calls: z.array(z.object({ direction: z.string().nullable(), outcome: z.string(), count: z.int() })),
  })
  .meta({ id: 'Stats' })
export type Stats = z.infer<typeof Stats>
